/// canton-gdal started, listened to, and stopped.
#include "read/gdal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/spool.h"
#include "base/text.h"
#include "canton/stages.h"

enum { PATIENCE_MS = 100 }; ///< until the caller may stop the reading
enum {
    NOT_LOADED = 127,
    LOADED = 256 << 20
}; ///< exit code; bytes that GDAL and its libraries take

/// FOLDER of the file `of`, and UP and the name behind it.
static bool is_beside(const char *of, const char *up, char *out)
{
    const int folder = (int)(ct_path_base(of) - of);
    const int n = snprintf(out, 4096, "%.*s%scanton-gdal", folder, of, up);
    return folder > 0 && n < 4096 && !access(out, X_OK);
}

bool ct_gdal_find(char *out)
{
    char self[4096];
    Dl_info library = {0};
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n > 0 ? n : 0] = 0;
    if (is_beside(self, "", out)) return true;
    if (!dladdr((const void *)(uintptr_t)ct_gdal_find, &library) || !library.dli_fname)
        return false;
    const char *lib = library.dli_fname;
    return is_beside(lib, "", out) || is_beside(lib, "../bin/", out) ||
           is_beside(lib, "../../bin/", out);
}

/// Standard output of the new process is the pipe `to`, and it is silent otherwise.
static int start(const char *program, const char *path, const char *name, const int pipe_fd[2],
                 pid_t *child)
{
    extern char **environ;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t all, none;
    char *argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)path, (char *)(uintptr_t)name,
                    NULL};
    sigfillset(&all);
    sigemptyset(&none);
    if (posix_spawn_file_actions_init(&files)) return ENOMEM;
    posix_spawnattr_init(&how);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, pipe_fd[1], STDOUT_FILENO);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    const int failed = posix_spawn(child, program, &files, &how, argv, environ);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

/// All that comes, into the spool.
static ct_status listen_to(int from, const ct_context *ctx, ct_spool *to, ct_error *err)
{
    for (;;) {
        int64_t room;
        struct pollfd wait = {.fd = from, .events = POLLIN};
        char detail[48], count[32];
        ct_format_count((to->written + to->held) >> 20, count);
        snprintf(detail, sizeof detail, "%s MB by GDAL", count);
        if (ct_tick(ctx, "read", 0.1, detail))
            return ct_fail(err, CT_ERR_STOPPED, "stopped while GDAL read %s", to->what);
        if (poll(&wait, 1, PATIENCE_MS) <= 0) continue;
        char *at = ct_spool_room(to, &room, err);
        if (!at) return err ? err->status : CT_ERR_MEMORY;
        const ssize_t n = read(from, at, (size_t)room);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return CT_OK;
        to->held += n;
    }
}

/// Where a program cannot even be loaded, for want of memory or of a library.
static bool is_there_room(void)
{
    void *p = mmap(NULL, LOADED, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && !munmap(p, LOADED);
}

/// How the process ended, where what it said has no end.
static ct_status fail_child(const char *path, int how, ct_error *err)
{
    const char *advice = "convert the layer by `ogr2ogr -lco ENCODING=UTF-8`, and give the .shp";
    const int code = WIFEXITED(how) ? WEXITSTATUS(how) : 0;
    if (code == NOT_LOADED && is_there_room())
        return ct_fail(err, CT_ERR_INPUT,
                       "%s: canton-gdal cannot be loaded (`canton-gdal --version` says why); %s",
                       path, advice);
    if (code == CT_ERR_MEMORY || code == NOT_LOADED)
        return ct_fail(err, CT_ERR_MEMORY,
                       "%s: out of memory in GDAL; use a larger machine or a smaller input", path);
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL)
        return ct_fail(err, CT_ERR_MEMORY,
                       "%s: GDAL was killed while it read the file, as the system does when memory "
                       "runs out; %s",
                       path, advice);
    if (WIFSIGNALED(how))
        return ct_fail(err, CT_ERR_INPUT, "%s: GDAL crashed on the file (signal %d); %s", path,
                       WTERMSIG(how), advice);
    return ct_fail(err, CT_ERR_INPUT, "%s: GDAL ended before the layer did; %s", path, advice);
}

static ct_status listen_and_wait(pid_t child, int from, const ct_context *ctx, ct_layer_file *out,
                                 ct_error *err)
{
    int how = 0;
    ct_spool spool = {.what = out->path, .most = CT_SPOOL_MEMORY};
    ct_status s = listen_to(from, ctx, &spool, err);
    if (s) kill(child, SIGKILL);
    while (waitpid(child, &how, 0) < 0 && errno == EINTR) {
    }
    if (s) return ct_spool_drop(&spool), s;
    s = ct_spool_end(&spool, &out->shp, err);
    if (!s) s = ct_gdal_take(ctx, out, err);
    return s == CT_ERR_INTERNAL ? fail_child(out->path, how, err) : s;
}

ct_status ct_gdal_read(const char *program, const char *name, const ct_context *ctx,
                       ct_layer_file *out, ct_error *err)
{
    int pipe_fd[2];
    pid_t child;
    if (pipe2(pipe_fd, O_CLOEXEC))
        return ct_fail(err, CT_ERR_INTERNAL, "%s: no pipe to GDAL: %s", out->path, strerror(errno));
    const int failed = start(program, out->path, name, pipe_fd, &child);
    close(pipe_fd[1]);
    ct_status s = failed == ENOMEM ? ct_fail_memory(err, 0, "another process")
                  : failed ? ct_fail(err, CT_ERR_INTERNAL, "%s: cannot start it: %s", program,
                                     strerror(failed))
                           : listen_and_wait(child, pipe_fd[0], ctx, out, err);
    close(pipe_fd[0]);
    return s;
}
