#!/usr/bin/env bash
# Every C and C++ file as clang-format would write it.
set -u
cd "$(dirname "$0")/../.."
find src include kernels tests bench datasets \( -name '*.[ch]' -o -name '*.cpp' \) -print0 | xargs -0 clang-format --dry-run -Werror || exit 1
echo "format: ok"
