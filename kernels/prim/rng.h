/// Random numbers that depend only on what they are for: splitmix64 keyed by (seed, stage, item,
/// draw). Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195.
#ifndef CTK_PRIM_RNG_H
#define CTK_PRIM_RNG_H

#include <stdint.h>

/// Finalizer of splitmix64: a bijection in which every input bit flips half the output bits.
static inline uint64_t ctk_mix64(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/// A stream of draws: state advances by the golden ratio, each draw is mix(state).
typedef struct ctk_rng {
    uint64_t state;
} ctk_rng;

/// The stream of `item` in `stage` for `seed`; streams of different keys are unrelated.
static inline ctk_rng ctk_rng_key(uint64_t seed, uint64_t stage, uint64_t item)
{
    uint64_t z = ctk_mix64(seed + 0x9e3779b97f4a7c15u);
    z = ctk_mix64(z ^ (stage * 0xd6e8feb86659fd93u + 1));
    return (ctk_rng){ctk_mix64(z ^ (item * 0xa0761d6478bd642fu + 2))};
}

static inline uint64_t ctk_rng_u64(ctk_rng *r)
{
    r->state += 0x9e3779b97f4a7c15u;
    return ctk_mix64(r->state);
}

/// Uniform in [0, 1), 53 bits.
static inline double ctk_rng_unit(ctk_rng *r)
{
    return (double)(ctk_rng_u64(r) >> 11) * 0x1p-53;
}

/// Uniform in [0, n), n >= 1, by multiplication; bias below n / 2^32.
static inline uint32_t ctk_rng_below(ctk_rng *r, uint32_t n)
{
    return (uint32_t)(((ctk_rng_u64(r) >> 32) * (uint64_t)n) >> 32);
}

#endif
