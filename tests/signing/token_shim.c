/* A PKCS#11 library over SoftHSM that behaves like a token on a bad day. Orders and notes are files in $SHIM_DIR:
   log           one line per C_Login and C_Sign
   tries         tries left (a token with a counter; flags follow it)
   remove_after  after so many signatures the token is gone
   crash_after   after so many signatures the driver crashes
   sign_ms       how long each signature takes
   hang_after    after so many signatures the driver never answers
   The function list is addressed by position (PKCS#11 2.40, 3.?), so that no header is needed. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long rv;
typedef struct { unsigned char version[2]; void *f[68]; } list;
enum { GET_LIST = 3, SLOT_LIST = 4, SLOT_INFO = 5, TOKEN_INFO = 6, OPEN = 12, LOGIN = 18, ATTRIBUTE = 24, FIND = 26,
       SIGN_INIT = 42, SIGN = 43 };
enum { REMOVED = 0x32, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4, NOT_PRESENT = 0xE0 };
enum { COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, ALL = 0x70000 };
static list *real, own;
static int signatures;

static const char *path(const char *name) {
    static char buffer[4096];
    snprintf(buffer, sizeof buffer, "%s/%s", getenv("SHIM_DIR"), name);
    return buffer;
}
static long number(const char *name, long otherwise) {
    FILE *file = fopen(path(name), "r");
    long value = otherwise;
    if (file) { if (fscanf(file, "%ld", &value) != 1) value = otherwise; fclose(file); }
    return value;
}
static void note(const char *word) {
    FILE *file = fopen(path("log"), "a");
    if (file) { fprintf(file, "%s\n", word); fclose(file); }
}
static int removed(void) { long after = number("remove_after", -1); return after >= 0 && signatures >= after; }

static rv login(unsigned long session, unsigned long user, unsigned char *pin, unsigned long length) {
    long tries = number("tries", -1);
    note("login");
    if (removed()) return REMOVED;
    if (tries == 0) return PIN_LOCKED;
    rv result = ((rv (*)(unsigned long, unsigned long, unsigned char *, unsigned long))real->f[LOGIN])(session, user, pin, length);
    if (result == PIN_INCORRECT && tries > 0) {
        FILE *file = fopen(path("tries"), "w");
        if (file) { fprintf(file, "%ld", tries - 1); fclose(file); }
    }
    return result;
}
static rv token_info(unsigned long slot, unsigned char *info) {
    if (removed()) return NOT_PRESENT;
    rv result = ((rv (*)(unsigned long, unsigned char *))real->f[TOKEN_INFO])(slot, info);
    long tries = number("tries", -1);
    unsigned long flags;
    if (result || tries < 0) return result;
    memcpy(&flags, info + 96, sizeof flags);
    flags &= ~(unsigned long)ALL;
    if (tries < 3) flags |= COUNT_LOW;
    if (tries == 1) flags |= FINAL_TRY;
    if (tries == 0) flags |= LOCKED;
    memcpy(info + 96, &flags, sizeof flags);
    return result;
}
static rv slot_list(unsigned char present, unsigned long *slots, unsigned long *count) {
    if (present && removed()) { *count = 0; return 0; }
    return ((rv (*)(unsigned char, unsigned long *, unsigned long *))real->f[SLOT_LIST])(present, slots, count);
}
static rv sign_init(unsigned long session, void *mechanism, unsigned long key) {
    if (removed()) return REMOVED;
    return ((rv (*)(unsigned long, void *, unsigned long))real->f[SIGN_INIT])(session, mechanism, key);
}
static rv sign(unsigned long session, void *data, unsigned long length, unsigned char *out, unsigned long *out_length) {
    long crash = number("crash_after", -1), hang = number("hang_after", -1);
    if (removed()) return REMOVED;
    if (out && crash >= 0 && signatures >= crash) abort();
    if (out && hang >= 0 && signatures >= hang) for (;;) pause();
    rv result = ((rv (*)(unsigned long, void *, unsigned long, unsigned char *, unsigned long *))real->f[SIGN])(session, data, length, out, out_length);
    if (!result && out) { signatures++; note("sign"); usleep((unsigned)number("sign_ms", 0) * 1000); }
    return result;
}
rv C_GetFunctionList(list **out) {
    if (!real) {
        void *library = dlopen(getenv("SHIM_OVER"), RTLD_NOW | RTLD_LOCAL);
        rv (*get)(list **) = library ? (rv (*)(list **))dlsym(library, "C_GetFunctionList") : 0;
        if (!get || get(&real)) return 5;
        own = *real;
        own.f[GET_LIST] = (void *)C_GetFunctionList; own.f[SLOT_LIST] = (void *)slot_list;
        own.f[TOKEN_INFO] = (void *)token_info; own.f[LOGIN] = (void *)login;
        own.f[SIGN_INIT] = (void *)sign_init; own.f[SIGN] = (void *)sign;
    }
    *out = &own;
    return 0;
}
