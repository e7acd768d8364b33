/// Options by name, kept as text.
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "embed/embed.h"

ct_status ct_settings_new(ct_settings **out, ct_error *err)
{
    *out = ct_array(1, sizeof **out, "settings", err);
    return *out ? CT_OK : CT_ERR_MEMORY;
}

static bool repeats(const ct_option *option)
{
    return option->type == CT_TYPE_LIST || option->type == CT_TYPE_MEASURE ||
           option->type == CT_TYPE_TOLERANCE;
}

/// By itself, with any measure that it may name.
static ct_status check(const ct_setting *setting, ct_error *err)
{
    ct_options opt = ct_options_default();
    char *name = opt.data.measure[0].name;
    const size_t length = strcspn(setting->value, "=");
    const bool names =
        setting->option->type == CT_TYPE_TOLERANCE || setting->option->type == CT_TYPE_CAPACITY;
    if (names && setting->value[length] && length < CT_NAME_SIZE) {
        memcpy(name, setting->value, length);
        name[length] = 0;
    }
    return ct_options_apply(setting, 1, &opt, err);
}

static void forget(ct_settings *s, const ct_option *option)
{
    int64_t kept = 0;
    for (int64_t i = 0; i < s->n; i++) {
        if (s->item[i].option == option)
            free((void *)(uintptr_t)s->item[i].value);
        else
            s->item[kept++] = s->item[i];
    }
    s->n = kept;
}

ct_status ct_settings_set(ct_settings *s, const char *name, const char *value, ct_error *err)
{
    const ct_option *option = ct_option_find(name);
    if (!option) return ct_option_unknown("", name, err);
    if (!value) {
        forget(s, option);
        return CT_OK;
    }
    const size_t size = strlen(value) + 1;
    ct_setting setting = {.option = option, .value = value, .where = option->name};
    ct_status status = check(&setting, err);
    if (!status)
        status =
            ct_grow((void **)&s->item, &s->capacity, s->n + 1, sizeof *s->item, "settings", err);
    if (status) return status;
    char *copy = ct_array((int64_t)size, 1, "settings", err);
    if (!copy) return CT_ERR_MEMORY;
    if (!repeats(option)) forget(s, option);
    setting.value = memcpy(copy, value, size);
    s->item[s->n++] = setting;
    return CT_OK;
}

const char *ct_settings_get(const ct_settings *s, const char *name)
{
    for (int64_t i = s->n - 1; i >= 0; i--)
        if (!strcmp(s->item[i].option->name, name)) return s->item[i].value;
    return NULL;
}

ct_status ct_settings_options(const ct_settings *s, ct_options *out, ct_error *err)
{
    *out = ct_options_default();
    return ct_options_apply(s->item, (int32_t)s->n, out, err);
}

void ct_settings_free(ct_settings *s)
{
    if (!s) return;
    for (int64_t i = 0; i < s->n; i++) free((void *)(uintptr_t)s->item[i].value);
    free(s->item);
    free(s);
}
