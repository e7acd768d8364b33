/// Separators, guessed and stated.
#include "base/separator.h"

#include <stdbool.h>
#include <string.h>

char ct_separator_guess(const char *p, const char *end)
{
    static const char MARK[] = ",;\t|";
    int64_t seen[4] = {0};
    int best = 0;
    bool inside = false;
    for (; p < end && (inside || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"') inside = !inside;
        for (int i = 0; i < 4 && !inside; i++) seen[i] += *p == MARK[i];
    }
    for (int i = 1; i < 4; i++)
        if (seen[i] > seen[best]) best = i;
    return MARK[best];
}

char ct_separator_stated(const char *line, int64_t length)
{
    if (length > 0 && line[length - 1] == '\r') length--;
    if (length >= 2 && *line == '"' && line[length - 1] == '"') line++, length -= 2;
    return length == 5 && !memcmp(line, "sep=", 4) ? line[4] : 0;
}
