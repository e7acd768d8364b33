# Canton: territories from regions and accounts.  `make help` lists the targets.
MODE    ?= release
O       ?= build/$(MODE)
CC      ?= cc
AR      ?= ar
CLANG   ?= clang
HOST_CC ?= cc
PKG_CONFIG ?= pkg-config
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
DESTDIR ?=

SOVERSION := 0
VERSION   := $(shell sed -n 's/.*CANTON_VERSION "\(.*\)"/\1/p' include/canton.h)

PKGS := shapelib hdf5 proj zlib libzstd libcjson libxxhash
DEPS := build-essential pkg-config libshp-dev libhdf5-dev libproj-dev proj-data zlib1g-dev libzstd-dev \
        libcjson-dev libxxhash-dev libcmocka-dev
DEPS_LINT := $(DEPS) clang clang-format libomp-dev

# For files of strangers, in builds for users; less than 1 % of the time.
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
LINK.release := -Wl,-z,relro,-z,now

# CANTON_CHECK: stages recompute what they carry along and assert that it is right. Plain asserts are in
# every build.
OPT.release := -O3 -g1 $(HARDEN)
OPT.debug   := -O0 -g3 -DCANTON_CHECK
OPT.asan    := -O1 -g1 -DCANTON_CHECK -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT.tsan    := -O1 -g1 -fsanitize=thread
OPT.ablate  := -O3 -g1 -DCTK_ABLATE
ifeq ($(MODE),tsan)
override CC := $(CLANG)
endif

WARN   := -Wall -Wextra -Wshadow -Wundef -Wvla -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes
CFLAGS ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT.$(MODE)) $(WARN) $(EXTRA) -fPIC -fvisibility=hidden -fopenmp -ffp-contract=off \
             -Iinclude -Isrc -Itests -I. $(PKG_CFLAGS) $(CFLAGS)
LIBS       = $(PKG_LIBS) -lm $(LINK.$(MODE))
HOST_CFLAGS = -std=c11 -D_GNU_SOURCE -O1 -DCANTON_ONLY_HELP -Iinclude -Isrc -I.
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)

# canton-gdal, which reads layers of other formats: where GDAL is, or as it is wanted (GDAL=0, GDAL=1).
GDAL ?= $(shell $(PKG_CONFIG) --exists gdal 2>/dev/null && echo 1 || echo 0)
ifeq ($(GDAL),1)
GDAL_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags gdal)) # its headers are not ours to judge
GDAL_LIBS   := $(shell $(PKG_CONFIG) --libs gdal)
GDAL_READER := $(O)/canton-gdal
endif

# V=1 shows whole command lines.
Q := $(if $(V),,@)

CLI_SRC   := $(sort $(wildcard src/cli/*.c))
GDAL_SRC  := $(sort $(wildcard src/gdal/*.c))
LIB_SRC   := $(sort $(filter-out $(CLI_SRC) $(GDAL_SRC),$(wildcard src/*/*.c)) $(wildcard kernels/*/*.c))
HELP_SRC  := $(sort $(addprefix src/cli/,verbs.c help.c tty.c) $(wildcard src/base/options*.c src/base/outputs.c src/base/path.c) \
             $(addprefix src/base/,status.c text.c clock.c))
SYNTH_SRC := $(sort $(wildcard datasets/*.c))
SUP_SRC   := $(sort $(wildcard tests/support/*.c tests/oracle/*.c))
TEST_SRC  := $(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/fuzz/test_*.c))
BENCH_SRC := $(sort $(wildcard bench/bench_*.c))
obj = $(patsubst %.c,$(O)/%.o,$(1))

ifeq ($(MODE),ablate)
$(O)/canton: $(O)/bench/knobs.o # sets constants from the environment, see bench/ablate.py
endif

CANTON := $(O)/canton
SYNTH  := $(O)/canton-synth
LIB    := $(O)/libcanton.a
SO     := $(O)/libcanton.so.$(SOVERSION)
TESTS  := $(patsubst tests/%.c,$(O)/tests/%,$(TEST_SRC))
BENCHES := $(patsubst bench/%.c,$(O)/bench/%,$(BENCH_SRC))

all: $(CANTON) $(SYNTH) $(LIB) $(SO) $(GDAL_READER) $(O)/canton.1 $(O)/canton.bash ## build the program, the generator and the libraries (no network)

$(CANTON): $(call obj,$(CLI_SRC)) $(LIB) $(O)/.flags
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDFLAGS) $(LIBS)
$(SYNTH): $(call obj,$(SYNTH_SRC)) $(LIB) $(O)/.flags
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(call obj,$(SYNTH_SRC)) $(LIB) $(LDFLAGS) $(LIBS)
$(O)/canton-gdal: $(call obj,$(GDAL_SRC)) $(O)/.flags
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(filter %.o,$^) $(LDFLAGS) $(GDAL_LIBS) -lm $(LINK.$(MODE))
$(O)/src/gdal/%.o: ALL_CFLAGS += $(GDAL_CFLAGS)
$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	$(Q)echo '  AR    $@'
	$(Q)$(AR) qcsD $@ $^
$(SO): $(call obj,$(LIB_SRC))
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) -shared -Wl,-soname,libcanton.so.$(SOVERSION) $(ALL_CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS)

$(O)/%.o: %.c $(O)/.flags
	@mkdir -p $(@D)
	$(Q)echo '  CC    $<'
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(O)/tests/%: $(O)/tests/%.o $(call obj,$(SUP_SRC)) $(LIB)
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(call obj,$(SUP_SRC)) $(LIB) $(LDFLAGS) -lcmocka $(LIBS)
$(O)/bench/%: $(O)/bench/%.o $(call obj,$(SUP_SRC)) $(LIB)
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $< $(call obj,$(SUP_SRC)) $(LIB) $(LDFLAGS) -lcmocka $(LIBS)

# Man page and completion come from a program of the building machine, which knows the tables of verbs
# and options and can do nothing but help: $(CANTON) may be for another machine.
$(O)/help/%.o: %.c $(O)/.flags
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -MMD -MP -c -o $@ $<
$(O)/canton-help: $(patsubst %.c,$(O)/help/%.o,$(HELP_SRC))
	$(Q)echo '  LINK  $@'
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -o $@ $^ -lm
$(O)/canton.1: $(O)/canton-help
	$(Q)$< man > $@.tmp && mv $@.tmp $@
$(O)/canton.bash: $(O)/canton-help
	$(Q)$< completion > $@.tmp && mv $@.tmp $@
.PRECIOUS: $(O)/%.o
.SECONDARY:

# Flags that change rebuild everything: the file is touched only when its content differs.
BUILT_WITH = $(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS) $(HOST_CC) $(HOST_CFLAGS)
$(O)/.flags: FORCE
	@mkdir -p $(@D)
	@echo '$(BUILT_WITH)' | cmp -s - $@ || echo '$(BUILT_WITH)' > $@
FORCE:

-include $(shell [ -d $(O) ] && find $(O) -name '*.d')

# --- what is needed from Debian -------------------------------------------------------------------
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT  := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get
deps: ## install the Debian packages that building and testing need
	$(APT) update -q
	$(APT) install -qy --no-install-recommends $(DEPS)
deps-lint: ## and those that judging it needs
	$(APT) update -q
	$(APT) install -qy --no-install-recommends $(DEPS_LINT)
# As root what is missing is installed; others are told, and not asked for a password.
HAS_DEPS := $(PKG_CONFIG) --exists $(PKGS) cmocka
HAS_LINT := command -v clang-format >/dev/null && echo '\#include <omp.h>' | $(CLANG) -fopenmp -shared -x c -o /dev/null - 2>/dev/null
need = @{ $(1); } || if [ "$$(id -u)" = 0 ]; then $(MAKE) --no-print-directory $(2); else \
         echo 'packages are missing; `make $(2)` installs them: $(3)' >&2; exit 1; fi
need-deps:
	$(call need,$(HAS_DEPS),deps,$(DEPS))
need-lint:
	$(call need,$(HAS_DEPS) && $(HAS_LINT),deps-lint,$(DEPS_LINT))

# --- show, test, judge ----------------------------------------------------------------------------
demo: need-deps ## build, then 20 territories of the US counties into out/demo
	@$(MAKE) --no-print-directory all
	$(CANTON) run datasets/demo.ini --overwrite

test: need-deps ## everything that passes within minutes
	@$(MAKE) --no-print-directory all build-tests
	@tests/run.sh $(O)
test-long: need-deps ## the same at length, and on the layers in $$CANTON_DATA when it is set
	@$(MAKE) --no-print-directory all build-tests
	@CANTON_LONG=1 tests/run.sh $(O)
test-asan: need-deps ## unit, property and fuzz tests with CANTON_CHECK, under the address and undefined sanitizers
	@$(MAKE) --no-print-directory MODE=asan EXTRA=-Werror O=build/asan all build-tests
	@UBSAN_OPTIONS=print_stacktrace=1 tests/run.sh build/asan unit property fuzz
build-tests: $(TESTS)
bless: all ## rewrite the golden files; look at the diff
	@CANTON_BLESS=1 tests/run.sh $(O) golden cli

lint: need-lint ## layering, circles, kernel purity, symbols, format, -Werror under gcc and clang
	@tests/lint/layers.sh
	@tests/lint/format.sh
	@$(MAKE) --no-print-directory CC=gcc EXTRA=-Werror O=build/lint-gcc all build-tests build-bench
	@tests/lint/circles.sh build/lint-gcc
	@$(MAKE) --no-print-directory CC=$(CLANG) EXTRA=-Werror O=build/lint-clang all build-tests build-bench
	@tests/lint/symbols.sh build/lint-gcc
	@echo lint: ok

bench: all build-bench ## every kernel bench, as TSV
	@printf 'name\tn\tthreads\tmedian_ms\tmin_ms\tMitems_per_s\tdigest\n'
	@for b in $(BENCHES); do $$b || exit 1; done
build-bench: $(BENCHES)
ablate: ## the program with constants that bench/ablate.py can change
	@$(MAKE) --no-print-directory MODE=ablate O=build/ablate build/ablate/canton
bench-peers: all ## the same work by other tools (mapshaper, libpysal, GeoPandas, PostGIS, METIS), as TSV
	@CANTON=$(CANTON) bench/peers/run.sh

# --- install --------------------------------------------------------------------------------------
HEADERS := $(sort $(wildcard include/*.h include/*/*.h include/*/*/*.h include/*/*/*.def))
# FROM:TO of every file; install and uninstall go through the same list.
PLACES = $(foreach f,$(CANTON) $(SYNTH) $(GDAL_READER),$(f):$(PREFIX)/bin/$(notdir $f)) \
         $(foreach f,$(LIB) $(SO),$(f):$(LIBDIR)/$(notdir $f)) \
         $(foreach f,$(HEADERS),$(f):$(PREFIX)/$(f)) \
         $(O)/canton.1:$(PREFIX)/share/man/man1/canton.1 \
         $(O)/canton.bash:$(PREFIX)/share/bash-completion/completions/canton
SO_LINK = $(LIBDIR)/libcanton.so
PC      = $(LIBDIR)/pkgconfig/canton.pc

define CANTON_PC
# With the shared library:  cc x.c $$(pkg-config --cflags --libs canton)
# With libcanton.a, and the libraries behind it shared:
#   cc x.c $$(pkg-config --cflags canton) $$(pkg-config --static --libs canton | sed s/-lcanton/-l:libcanton.a/)
# These are in Libs.private rather than Requires.private, which would ask for all that their own archives
# need; Debian has no libproj.a, so that nothing can be linked with -static.
prefix=$(PREFIX)
libdir=$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))
includedir=$${prefix}/include

Name: canton
Description: contiguous, balanced, compact territories
Version: $(VERSION)
Libs: -L$${libdir} -lcanton
Libs.private: $(PKG_LIBS) -lm -fopenmp
Cflags: -I$${includedir}
endef

install: export CANTON_PC := $(CANTON_PC)
install: all ## binary, libraries, headers, canton.pc, man page, completion (PREFIX, LIBDIR, DESTDIR)
	$(Q)set -e; for place in $(PLACES); do \
	    from=$${place%%:*} mode=644; [ ! -x $$from ] || mode=755; \
	    install -D -m$$mode $$from $(DESTDIR)$${place#*:}; done
	$(Q)ln -sf $(notdir $(SO)) $(DESTDIR)$(SO_LINK)
	$(Q)install -d $(dir $(DESTDIR)$(PC))
	$(Q)printf '%s\n' "$$CANTON_PC" > $(DESTDIR)$(PC)
uninstall: ## remove what install has put there (the same PREFIX, LIBDIR, DESTDIR)
	$(Q)rm -f $(foreach p,$(PLACES),$(DESTDIR)$(lastword $(subst :, ,$(p)))) $(DESTDIR)$(SO_LINK) $(DESTDIR)$(PC)
	$(Q)[ ! -d $(DESTDIR)$(PREFIX)/include/canton ] || find $(DESTDIR)$(PREFIX)/include/canton -type d -empty -delete

clean: ## remove build/ and out/
	rm -rf build out
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18
	@echo '  MODE=release|debug|asan|tsan|ablate chooses the build, O=DIR where it goes, GDAL=0|1 whether canton-gdal is built'

.PHONY: all FORCE deps deps-lint need-deps need-lint demo test test-long test-asan build-tests bless lint bench build-bench bench-peers ablate install uninstall clean help
