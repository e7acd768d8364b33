/* Jobs with files, run by a program that has an HDF5 file of its own.
 * usage: job REGIONS.shp ACCOUNTS.csv OWN.h5 OUT */
#include <canton.h>
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_reports, bad;

static herr_t report(hid_t stack, void *user)
{
    (void)stack, (void)user;
    return ++n_reports;
}

static void check(int is_so, const char *what)
{
    if (!is_so) bad = 1, printf("not so: %s\n", what);
}

/* Nothing of a job that has not run, or failed, is a summary. */
static void check_summary(const ct_options *opt, const ct_run *run, int is_there)
{
    ct_notes notes = {0, 0, NULL};
    ct_context ctx = {0};
    ctx.notes = &notes;
    char *json = ct_summary_json(opt, &ctx, run);
    check((json != NULL) == is_there, is_there ? "a summary" : "no summary");
    free(json);
}

static void run(const ct_options *opt, ct_status expected)
{
    ct_run run = {0};
    ct_notes notes = {0, 0, NULL};
    ct_context ctx = {0};
    ct_error err = {CT_OK, ""};
    ctx.n_threads = 2;
    ctx.notes = &notes;
    check_summary(opt, &run, 0);
    const ct_status s = ct_run_job(opt, &ctx, &run, &err);
    check_summary(opt, &run, !expected);
    printf("status %d: %s\n", (int)s, err.text);
    check(s == expected, "the status");
    ct_run_free(&run);
    ct_notes_free(&notes);
}

int main(int argc, char **argv)
{
    if (argc != 5) return 1;
    ct_options opt = ct_options_default();
    opt.data.regions = argv[1];
    opt.data.accounts[opt.data.n_accounts++] = argv[2];
    opt.solve.effort = 1;
    run(&opt, CT_ERR_USAGE); /* how many territories? */
    opt.target.k = 3;
    run(&opt, CT_OK); /* nothing is written */
    opt.output.out = argv[4];
    run(&opt, CT_OK);

    const hid_t own = H5Fcreate(argv[3], H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Eset_auto2(H5E_DEFAULT, report, NULL);
    opt.output.overwrite = 1;
    run(&opt, CT_OK);
    opt.data.regions = "there-is-none.shp";
    run(&opt, CT_ERR_INPUT);
    check(n_reports == 0, "no report of an HDF5 error");
    check(H5Gopen2(own, "missing", H5P_DEFAULT) < 0 && n_reports == 1, "reports as before");
    H5Gclose(H5Gcreate2(own, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    return bad; /* HDF5 closes the file at exit */
}
