/// canton-gdal FILE [LAYER]: see reader.h. Its output is for canton alone.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cpl_conv.h>

#include "gdal/reader.h"

/// Nothing is fetched, nothing is written beside the input, and no size of an object is too large.
static void configure(void)
{
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "FALSE");
    CPLSetConfigOption("SHAPE_RESTORE_SHX", "NO");
    CPLSetConfigOption("OGR_GEOJSON_MAX_OBJ_SIZE", "0");
    OSRSetPROJEnableNetwork(0);
}

static void send_version(void)
{
    char text[64];
    const int32_t version = CT_STREAM_VERSION;
    memcpy(text, &version, sizeof version);
    snprintf(text + sizeof version, sizeof text - sizeof version, "%s",
             GDALVersionInfo("RELEASE_NAME"));
    ctg_send(CT_MESSAGE_VERSION, (int64_t)(sizeof version + strlen(text + sizeof version)), text);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "--version"))
        return printf("GDAL %s\n", GDALVersionInfo("RELEASE_NAME")) < 0;
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "canton-gdal FILE [LAYER]: a layer for canton, which starts it itself\n");
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL); // nobody waits for the rest
    configure();
    ctg_listen();
    GDALAllRegister();
    send_version();
    ctg_send_layer(ctg_choose(argv[1], argc > 2 ? argv[2] : NULL));
    const int code = fflush(stdout) ? 1 : 0;
    _exit(code); // the rest goes with the process
}
