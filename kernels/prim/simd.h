/// Two bodies of a hot function, one for AVX2 machines; the same operations in the same order, so
/// the same bytes (FMA stays off). Only under gcc: clang exports the resolvers of static functions.
/// Sanitizers cannot run a resolver and take the plain body.
#ifndef CTK_PRIM_SIMD_H
#define CTK_PRIM_SIMD_H

#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) &&                 \
    !defined(__SANITIZE_ADDRESS__)
#define CTK_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define CTK_CLONES
#endif

#define CTK_INLINE static inline __attribute__((always_inline))

#endif
