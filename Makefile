# Canton: territories from regions and accounts.  `make help` lists the targets.
MODE    ?= release
O       ?= build/$(MODE)
CC      ?= cc
PREFIX  ?= /usr/local
DESTDIR ?=

SOVERSION := 0
VERSION   := $(shell sed -n 's/.*CANTON_VERSION "\(.*\)"/\1/p' include/canton.h)

PKGS := shapelib hdf5 proj zlib libzstd libcjson libxxhash
DEPS := build-essential pkg-config libshp-dev libhdf5-dev libproj-dev proj-data zlib1g-dev libzstd-dev \
        libcjson-dev libxxhash-dev libcmocka-dev

# The solver holds what it carries along against the same from scratch, after each phase.
CHECK := -DCANTON_CHECK

OPT.release := -O3 -g1
OPT.debug   := -O0 -g3 $(CHECK)
OPT.asan    := $(CHECK) -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT.tsan    := $(CHECK) -O1 -g1 -fsanitize=thread
OPT.ablate  := -O3 -g1 -DCTK_ABLATE
ifeq ($(MODE),tsan)
override CC := clang
endif

WARN   := -Wall -Wextra -Wshadow -Wundef -Wvla -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes
CFLAGS ?=
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE $(OPT.$(MODE)) $(WARN) $(EXTRA) -fPIC -fvisibility=hidden -fopenmp -ffp-contract=off \
             -Iinclude -Isrc -Itests -I. $(PKG_CFLAGS) $(CFLAGS)
LIBS       = $(PKG_LIBS) -lm
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

# V=1 shows whole command lines.
Q := $(if $(V),,@)

LIB_SRC   := $(sort $(filter-out src/cli/%,$(wildcard src/*/*.c)) $(wildcard kernels/*/*.c))
CLI_SRC   := $(sort $(wildcard src/cli/*.c))
SYNTH_SRC := $(sort $(wildcard datasets/*.c))
SUP_SRC   := $(sort $(wildcard tests/support/*.c tests/oracle/*.c))
TEST_SRC  := $(sort $(wildcard tests/unit/test_*.c tests/property/test_*.c tests/fuzz/test_*.c))
BENCH_SRC := $(sort $(wildcard bench/bench_*.c))
obj = $(patsubst %.c,$(O)/%.o,$(1))

ifeq ($(MODE),ablate)
$(O)/canton: $(O)/bench/knobs.o # sets constants from the environment, see bench/ablate.sh
endif

CANTON := $(O)/canton
SYNTH  := $(O)/canton-synth
LIB    := $(O)/libcanton.a
SO     := $(O)/libcanton.so.$(SOVERSION)
TESTS  := $(patsubst tests/%.c,$(O)/tests/%,$(TEST_SRC))
BENCHES := $(patsubst bench/%.c,$(O)/bench/%,$(BENCH_SRC))

all: $(CANTON) $(SYNTH) $(SO) ## build the program, the generator and the libraries (no network)

$(CANTON): $(call obj,$(CLI_SRC)) $(LIB) $(O)/.flags
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDFLAGS) $(LIBS)
$(SYNTH): $(call obj,$(SYNTH_SRC)) $(LIB) $(O)/.flags
	$(Q)echo '  LINK  $@'
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $(call obj,$(SYNTH_SRC)) $(LIB) $(LDFLAGS) $(LIBS)
$(LIB): $(call obj,$(LIB_SRC))
	@rm -f $@
	$(Q)echo '  AR    $@'
	$(Q)ar qcsD $@ $^
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
.PRECIOUS: $(O)/%.o
.SECONDARY:

# Flags that change rebuild everything: the file is touched only when its content differs.
$(O)/.flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS) $(LDFLAGS) $(LIBS)' > $@
FORCE:

-include $(shell [ -d $(O) ] && find $(O) -name '*.d')

# --- what is needed from Debian -------------------------------------------------------------------
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT  := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get
deps: ## install the Debian packages that building and testing need
	$(APT) update -q
	$(APT) install -qy --no-install-recommends $(DEPS)
deps-lint:
	$(APT) update -q
	$(APT) install -qy --no-install-recommends $(DEPS) clang clang-format libomp-14-dev
need-deps:
	@pkg-config --exists $(PKGS) cmocka || $(MAKE) --no-print-directory deps
need-lint:
	@command -v clang >/dev/null && command -v clang-format >/dev/null && [ -e /usr/lib/llvm-14/lib/libomp.so ] && \
	  pkg-config --exists $(PKGS) cmocka || $(MAKE) --no-print-directory deps-lint

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
build-tests: $(TESTS)
bless: all ## rewrite the golden files; look at the diff
	@CANTON_BLESS=1 tests/run.sh $(O) golden cli

lint: need-lint ## layering, circles, kernel purity, symbols, format, -Werror under gcc and clang
	@tests/lint/layers.sh
	@tests/lint/format.sh
	@$(MAKE) --no-print-directory CC=gcc EXTRA=-Werror O=build/lint-gcc all build-tests build-bench
	@tests/lint/circles.sh build/lint-gcc
	@$(MAKE) --no-print-directory CC=clang EXTRA=-Werror O=build/lint-clang all build-tests build-bench
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
install: all ## binary, libraries, headers, canton.pc, man page, completion (PREFIX, DESTDIR)
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin lib/pkgconfig include/canton/options share/man/man1 share/bash-completion/completions)
	install -m755 $(CANTON) $(SYNTH) $(DESTDIR)$(PREFIX)/bin
	install -m644 $(LIB) $(DESTDIR)$(PREFIX)/lib
	install -m755 $(SO) $(DESTDIR)$(PREFIX)/lib
	ln -sf $(notdir $(SO)) $(DESTDIR)$(PREFIX)/lib/libcanton.so
	install -m644 include/canton.h $(DESTDIR)$(PREFIX)/include
	install -m644 include/canton/*.h $(DESTDIR)$(PREFIX)/include/canton
	install -m644 include/canton/options/*.h $(DESTDIR)$(PREFIX)/include/canton/options
	$(CANTON) help man > $(DESTDIR)$(PREFIX)/share/man/man1/canton.1
	$(CANTON) help completion > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/canton
	printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: canton\nDescription: contiguous, balanced, compact territories\nVersion: %s\nRequires.private: %s\nLibs: -L$${libdir} -lcanton\nLibs.private: -fopenmp -lm\nCflags: -I$${includedir}\n' \
	  '$(PREFIX)' '$(VERSION)' '$(PKGS)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/canton.pc

clean: ## remove build/ and out/
	rm -rf build out
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18
	@echo '  MODE=release|debug|asan|tsan|ablate chooses the build, O=DIR where it goes'

.PHONY: all FORCE deps deps-lint need-deps need-lint demo test test-long build-tests bless lint bench build-bench bench-peers ablate install clean help
