/// The place where a run builds its result, beside where the result will be: made before the work,
/// so that no other run comes in between, and gone when the run is, however it ends.
///
/// The directory is locked as long as its process lives. What a process leaves that is killed on
/// the spot is therefore known for what it is, and the next run into the same directory removes it.
#ifndef CT_WRITE_CLAIM_H
#define CT_WRITE_CLAIM_H

#include <stdbool.h>

#include "canton/status.h"

enum { CT_CLAIM_PATH = 4096 };

typedef struct ct_claim {
    char path[CT_CLAIM_PATH]; ///< sibling ".<name>.tmp-<pid>" of the result; "" = none
    int lock;                 ///< 1 + the descriptor that holds the directory's lock, 0 = none
    int parents;              ///< bytes of path: the longest part that was there before
    bool is_placed;           ///< what is at `path` now is not what was built there
} ct_claim;

/// Sibling ".<name>.<kind>-<pid>" of `final`, to out[CT_CLAIM_PATH].
void ct_claim_sibling(const char *final, const char *kind, int pid, char *out);

/// Claim the place for a result at `final`: missing parents and the directory are made.
/// CT_ERR_OUTPUT when that cannot be, or when another run has claimed it. What dead runs have left
/// is removed, or put back when it is the result that one of them had set aside; each is noted, and
/// so is what may be alive on another machine.
ct_status ct_claim_take(const char *final, ct_claim *c, ct_notes *notes, ct_error *err);

/// Remove the directory, and the parents made for it that are empty. Nothing, when there is none.
void ct_claim_drop(ct_claim *c);

/// The result has left c->path for its place: nothing should end the process any more.
void ct_claim_set_placed(ct_claim *c);
/// There is nothing to be removed any more.
void ct_claim_let_go(ct_claim *c);

#endif
