/// Removing a directory with all that is in it.
#ifndef CT_WRITE_REMOVE_H
#define CT_WRITE_REMOVE_H

/// What stands at `path` goes away, links are not followed. 0, or -1 with the first failure in
/// errno. Takes no memory and calls only what a signal handler may call.
int ct_remove_tree(const char *path);

#endif
