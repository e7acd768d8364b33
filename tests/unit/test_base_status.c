/// Notes: counted, in the singular and the plural.
#include "canton/status.h"
#include "support/check.h"

static void a_note_of_one_is_in_the_singular(void **state)
{
    (void)state;
    ct_notes notes = {0};
    static const char *const text[] = {"a|b: rows {x|y} are bad", "a|b: row {x|y} is bad",
                                       "a|b: rows {x|y} are bad"};
    for (int count = 0; count < 3; count++)
        ct_note_add(&notes, CT_WARN, "read", count, "%s: {row|rows} %s {is|are} bad", "a|b",
                    "{x|y}"); // only the format is chosen from
    for (int count = 0; count < 3; count++)
        assert_string_equal(notes.item[count].text, text[count]);
    ct_notes_free(&notes);
}

static void a_note_without_a_choice_stays_as_it_is(void **state)
{
    (void)state;
    ct_notes notes = {0};
    ct_note_add(&notes, CT_INFO, "join", 1, "--join auto|point: %d of %s", 3, "100 %");
    assert_string_equal(notes.item[0].text, "--join auto|point: 3 of 100 %");
    ct_notes_free(&notes);
}

static void a_message_carries_no_control_characters(void **state)
{
    (void)state;
    static const char from_file[] = "a\033[2Jb\r\n\x7f"
                                    "c\xc2\x9b"
                                    "d\xc3\xa9";
    static const char shown[] = "a?[2Jb???c??d\xc3\xa9";
    ct_error err = {0};
    ct_notes notes = {0};
    ct_fail(&err, CT_ERR_INPUT, "%s", from_file);
    ct_note_add(&notes, CT_WARN, "read", 0, "%s", from_file);
    assert_string_equal(err.text, shown);
    assert_string_equal(notes.item[0].text, shown);
    ct_notes_free(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_of_one_is_in_the_singular),
        cmocka_unit_test(a_note_without_a_choice_stays_as_it_is),
        cmocka_unit_test(a_message_carries_no_control_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
