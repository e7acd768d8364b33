/// What stands around the functions of the public headers: they are exported, and C to C++ too.
#ifndef CANTON_API_H
#define CANTON_API_H

#ifdef __cplusplus
#define CT_API_LINKAGE_BEGIN extern "C" {
#define CT_API_LINKAGE_END   }
#else
#define CT_API_LINKAGE_BEGIN
#define CT_API_LINKAGE_END
#endif

#define CT_API_BEGIN CT_API_LINKAGE_BEGIN _Pragma("GCC visibility push(default)")
#define CT_API_END   _Pragma("GCC visibility pop") CT_API_LINKAGE_END

#endif
