/// A small balance problem with a first plan, for tests of kernels/balance.
#ifndef CT_ORACLE_PARTITION_PROBLEM_H
#define CT_ORACLE_PARTITION_PROBLEM_H

#include "kernels/balance/anneal.h"
#include "kernels/balance/polish.h"
#include "kernels/balance/remix.h"
#include "kernels/balance/repair.h"

enum { ORACLE_HANDS = 5 };

typedef struct oracle_problem {
    ctk_problem p;
    ctk_goal *goal; ///< of d; for tests to change
    ctk_draft d;    ///< contiguous, no territory empty, summed
    ctk_anneal anneal;
    ctk_repair_work repair;
    ctk_polish_work polish;
    ctk_sweep sweep;            ///< members listed, no schedule; hands by oracle_problem_hands()
    ctk_relay relay;            ///< see oracle_problem_share()
    ctk_remix remix;            ///< no settings
    double *center_km, *lambda; ///< [3 k] spread over the regions, [k] zero
    double *lonlat;             ///< [2 n]
    int32_t n_hands;
    void *owned[512];
    int32_t n_owned;
} oracle_problem;

/// n regions of a random planar graph, k <= n territories, m measures with weights 0..99, bands
/// +-tolerance around equal targets.
oracle_problem oracle_problem_make(int32_t n, int32_t k, int32_t m, double tolerance,
                                   uint64_t seed);
/// Scratch for 1..ORACLE_HANDS threads, for sweep and remix.
void oracle_problem_hands(oracle_problem *t, int32_t n_hands);

/// The goal pulls towards the middle of bands; an edge costs `price`.
void oracle_problem_pull(oracle_problem *t, double price);

/// work(t), with what a sweep or a remix has to do shared among n_threads.
void oracle_problem_share(oracle_problem *t, int32_t n_threads, void (*work)(oracle_problem *t));

/// `n` zeroed things that go with t.
void *oracle_problem_own(oracle_problem *t, int64_t n, size_t size);

void oracle_problem_free(oracle_problem *t);

/// Every territory is one connected piece with at least one region.
bool oracle_is_contiguous(const ctk_problem *p, const int32_t *part);

/// The sums of d are those of its part: counts and totals exactly, centres and masses to 1e-6.
bool oracle_sums_agree(const ctk_problem *p, ctk_draft *d);

/// Both hold for the plan of t.
bool oracle_is_sound(oracle_problem *t);

#endif
