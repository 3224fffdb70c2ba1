# relance - see README.md. Everything is done by `make demo` and `make test`.
#
#   make                 builds ./relance (objects under build/)
#   make demo            installs what is missing, builds, runs the sample into out/
#   make test            installs what is missing, builds, runs all tests: "N passed, N failed"
#   make DEVELOPER=1     warnings are errors
#   make SANITIZE=1      AddressSanitizer and UndefinedBehaviorSanitizer
#   make install PREFIX=/usr/local DESTDIR=
#   make bench format clean

PREFIX ?= /usr/local
DESTDIR ?=
ifeq ($(origin CC),default)
CC := gcc
endif
VARIANT := release$(if $(DEVELOPER),-developer)$(if $(SANITIZE),-sanitize)
BUILD := build/$(VARIANT)

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings \
	-Wformat=2 -Wconversion -Wno-sign-conversion
RL_CFLAGS := -std=c11 -fno-common $(WARNINGS) $(CFLAGS)
RL_CPPFLAGS := -D_GNU_SOURCE -DRELANCE_DATADIR='"$(PREFIX)/share/relance"' -Igen \
	$(or $(shell xml2-config --cflags 2>/dev/null),-I/usr/include/libxml2) $(CPPFLAGS)
LIBS := -lexpat -lxml2 -lxlsxwriter -lhpdf -lqrencode -lhyphen -lutf8proc -lnettle -lz -lpthread -lm
ifdef DEVELOPER
RL_CFLAGS += -Werror
endif
ifdef SANITIZE
RL_CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
RL_LDFLAGS := -fsanitize=address,undefined
endif

# Debian packages by name: to build and run, and to test besides.
PACKAGES := gcc libc6-dev libexpat1-dev libxml2-dev libxlsxwriter-dev libhpdf-dev libqrencode-dev libhyphen-dev \
	libutf8proc-dev nettle-dev zlib1g-dev fonts-liberation2 icc-profiles-free hyphen-fr hyphen-en-us
TEST_PACKAGES := libcmocka-dev libxml2-utils python3 poppler-utils qpdf zbar-tools imagemagick \
	libreoffice-calc-nogui default-jre-headless libpdfbox2-java libcommons-logging-java libcommons-io-java \
	libactivation-java libjaxb-api-java

SOURCES := $(sort $(wildcard gen/*.c gen/*/*.c))
OBJECTS := $(SOURCES:gen/%.c=$(BUILD)/%.o)
MAIN := $(BUILD)/main.o
PARTS := $(filter-out $(MAIN),$(OBJECTS))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
INJECT := $(BUILD)/io/inject.so
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(sort $(wildcard tests/bench/*.c)))

# One word and a file per step; V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2);)

.DEFAULT_GOAL := all
.PHONY: all demo test unit bench install clean format setup setup-test FORCE
.DELETE_ON_ERROR:

all: relance

# ./relance is always the variant that was asked for last.
relance: $(OBJECTS) $(BUILD)/flags build/variant
	$(call say,LINK,$@)
	$(Q)$(CC) $(RL_CFLAGS) $(RL_LDFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(LIBS)

# Rewritten only when their content changes, so that nothing is rebuilt without need.
build/variant: FORCE
	@mkdir -p build; echo '$(VARIANT)' | cmp -s - $@ || echo '$(VARIANT)' > $@
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD); echo '$(CC) $(subst ','\'',$(RL_CPPFLAGS) $(RL_CFLAGS) $(RL_LDFLAGS) $(LDFLAGS))' | \
		cmp -s - $@ || echo '$(CC) $(subst ','\'',$(RL_CPPFLAGS) $(RL_CFLAGS) $(RL_LDFLAGS) $(LDFLAGS))' > $@

$(BUILD)/%.o: gen/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(RL_CPPFLAGS) $(RL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/parts.a: $(PARTS)
	$(call say,AR,$@)
	@rm -f $@; ar rcs $@ $^

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/parts.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(RL_CPPFLAGS) $(RL_CFLAGS) -MMD -MP -MF $@.d $(RL_LDFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/parts.a -lcmocka $(LIBS)

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/parts.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(RL_CPPFLAGS) $(RL_CFLAGS) -MMD -MP -MF $@.d $(RL_LDFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/parts.a $(LIBS)

# Not sanitized: it is preloaded into whatever is tested.
$(INJECT): tests/io/inject.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O1 -shared -fPIC -o $@ $< -ldl

-include $(wildcard $(OBJECTS:.o=.d) $(UNIT:=.d) $(BENCH:=.d))

# Install what is missing when we may; otherwise print the one command to type.
define install_missing
	@missing=; for p in $(1); do \
		dpkg-query -W -f '$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || missing="$$missing $$p"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if ! command -v apt-get >/dev/null; then echo "relance: paquets Debian attendus :$$missing" >&2; exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else \
		echo "relance: paquets manquants. Tapez :" >&2; \
		echo "  sudo apt-get install -y --no-install-recommends$$missing" >&2; exit 1; fi; \
	echo "relance: installation de$$missing"; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
endef

setup:
	$(call install_missing,$(PACKAGES))
setup-test:
	$(call install_missing,$(PACKAGES) $(TEST_PACKAGES))

# The set-up must have ended before the build looks for headers: a second make.
demo: setup
	@$(MAKE) --no-print-directory relance
	./relance run samples/export.xml -c samples/relance.xml --as-of 2026-10-31 -o out
	@echo
	@echo "Ouvrez out/2026-10-31/balance-agee-2026-10-31.xlsx et les lettres de out/2026-10-31/lettres/"

test: setup-test
	@$(MAKE) --no-print-directory relance unit $(INJECT) $(BENCH)
	python3 tests/run --build $(BUILD)

unit: $(UNIT)
# Ends with what reading costs beyond the parser; fails above the limit.
bench: relance $(BENCH)
	python3 tests/bench/ratio.py $(BUILD)/bench

install: relance
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/relance'
	install -m 755 relance '$(DESTDIR)$(PREFIX)/bin/relance'
	cp -r templates fonts '$(DESTDIR)$(PREFIX)/share/relance/'

format:
	clang-format -i $(SOURCES) $(wildcard gen/*.h gen/*/*.h tests/unit/*.c tests/bench/*.c tests/io/*.c tests/fuzz/*.c)

clean:
	rm -rf build out relance
