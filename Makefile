# Canton: territories from regions and accounts.  `make help` lists the targets.
MODE    ?= release
O       ?= build/$(MODE)
CC      ?= cc
PREFIX  ?= /usr/local
DESTDIR ?=

SOVERSION := 0
VERSION   := $(shell sed -n 's/.*CANTON_VERSION "\(.*\)"/\1/p' include/canton.h)

PKGS := hdf5 proj zlib inih libcjson libxxhash
DEPS := build-essential pkg-config libshp-dev libhdf5-dev libproj-dev proj-data zlib1g-dev libinih-dev \
        libcjson-dev libxxhash-dev libcmocka-dev

OPT.release := -O3 -g1
OPT.debug   := -O0 -g3
OPT.asan    := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT.tsan    := -O1 -g1 -fsanitize=thread
ifeq ($(MODE),tsan)
override CC := clang
endif

WARN   := -Wall -Wextra -Wshadow -Wundef -Wvla -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes
CFLAGS ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT.$(MODE)) $(WARN) $(EXTRA) -fPIC -fvisibility=hidden -fopenmp -ffp-contract=off \
             -Iinclude -Isrc -Itests -I. $(PKG_CFLAGS) $(CFLAGS)
LIBS       = -lshp $(PKG_LIBS) -lm
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

LIB_SRC   := $(sort $(wildcard src/[!c]*/*.c src/cluster/*.c kernels/*/*.c))
CLI_SRC   := $(sort $(wildcard src/cli/*.c))
SYNTH_SRC := $(sort $(wildcard datasets/*.c))
SUP_SRC   := $(sort $(wildcard tests/support/*.c tests/oracle/*.c))
TEST_SRC  := $(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/fuzz/test_*.c))
BENCH_SRC := $(sort $(wildcard bench/bench_*.c))
obj = $(patsubst %.c,$(O)/%.o,$(1))

CANTON := $(O)/canton
SYNTH  := $(O)/canton-synth
LIB    := $(O)/libcanton.a
SO     := $(O)/libcanton.so.$(SOVERSION)
TESTS  := $(patsubst tests/%.c,$(O)/tests/%,$(TEST_SRC))
BENCHES := $(patsubst bench/%.c,$(O)/bench/%,$(BENCH_SRC))

all: $(CANTON) $(SYNTH) $(SO) ## build the program, the generator and the libraries (no network)

$(CANTON): $(call obj,$(CLI_SRC)) $(LIB) $(O)/.flags
	$(CC) $(ALL_CFLAGS) -o $@ $(call obj,$(CLI_SRC)) $(LIB) $(LDFLAGS) $(LIBS)
$(SYNTH): $(call obj,$(SYNTH_SRC)) $(LIB) $(O)/.flags
	$(CC) $(ALL_CFLAGS) -o $@ $(call obj,$(SYNTH_SRC)) $(LIB) $(LDFLAGS) $(LIBS)
$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	ar rcsD $@ $^
$(SO): $(call obj,$(LIB_SRC))
	$(CC) -shared -Wl,-soname,libcanton.so.$(SOVERSION) $(ALL_CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)

$(O)/%.o: %.c $(O)/.flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(O)/tests/%: $(O)/tests/%.o $(call obj,$(SUP_SRC)) $(LIB)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(call obj,$(SUP_SRC)) $(LIB) $(LDFLAGS) -lcmocka $(LIBS)
$(O)/bench/%: $(O)/bench/%.o $(call obj,$(SUP_SRC)) $(LIB)
	$(CC) $(ALL_CFLAGS) -o $@ $< $(call obj,$(SUP_SRC)) $(LIB) $(LDFLAGS) -lcmocka $(LIBS)
.PRECIOUS: $(O)/%.o
.SECONDARY:

# Flags that change rebuild everything: the file is touched only when its content differs.
$(O)/.flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS)' > $@
FORCE:

-include $(shell [ -d $(O) ] && find $(O) -name '*.d')

.PHONY: all FORCE
