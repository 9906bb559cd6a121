/* A PKCS#11 library over SoftHSM that behaves like a token on a bad day. Orders and notes are files in $SHIM_DIR:
   log            one line per C_Login, per C_Login for one signature («again») and per C_Sign; the number of each
                  process that loads it, after the word «process»
   tries          tries left (a token with a counter; flags follow it). Without it the flags never move.
   unplugged      the token is out; what was logged in before is lost, also after it is plugged in again
   unplugged_at_login  it goes while the PIN is on its way
   plugs          another number than at the login: it was out and is in again
   remove_after   after so many signatures the token is gone
   remove_during  the token goes in the middle of the signature after so many
   sign_ms        how long a signature takes
   login_error    what every C_Login answers (a general error that says nothing)
   each_time      keys want the PIN again for every signature (CKA_ALWAYS_AUTHENTICATE)
   pad            the token has a pad; the PIN typed there is in `pad_pin`
   crash_at, hang_at  name of a call: slots, info, open, login, find, sign_init, sign, logout
   crash_after, hang_after  after so many signatures
   The function list is addressed by position (PKCS#11 2.40, 3.?), so that no header is needed. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long rv;
typedef unsigned long num;
typedef struct { unsigned char version[2]; void *f[68]; } list;
typedef struct { num type; void *value; num length; } attribute;
enum { GET_LIST = 3, SLOT_LIST = 4, TOKEN_INFO = 6, OPEN = 12, LOGIN = 18, LOGOUT = 19, ATTRIBUTE = 24, FIND = 26,
       SIGN_INIT = 42, SIGN = 43 };
enum { REMOVED = 0x32, PIN_INCORRECT = 0xA0, PIN_LOCKED = 0xA4, BAD_SESSION = 0xB3, NOT_PRESENT = 0xE0,
       NOT_LOGGED_IN = 0x101, ALWAYS_AUTHENTICATE = 0x202, CONTEXT = 2 };
enum { PAD = 0x100, COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, ALL = 0x70000 };
static list *real, own;
static int signatures, lost, affirmed;
static long plugs;
static char pin_of_login[128];
static num pin_length;

static const char *path(const char *name) {
    static char buffer[4096];
    snprintf(buffer, sizeof buffer, "%s/%s", getenv("SHIM_DIR"), name);
    return buffer;
}
static int logged_in;
static int there(const char *name) { return access(path(name), F_OK) == 0; }
static long number(const char *name, long otherwise) {
    FILE *file = fopen(path(name), "r");
    long value = otherwise;
    if (file) { if (fscanf(file, "%ld", &value) != 1) value = otherwise; fclose(file); }
    return value;
}
static int text(const char *name, char *into, int room) {
    FILE *file = fopen(path(name), "r");
    int got = 0;
    if (file) { got = fscanf(file, "%63s", into) == 1; fclose(file); }
    (void)room;
    return got;
}
static void note(const char *word) {
    FILE *file = fopen(path("log"), "a");
    if (file) { fprintf(file, "%s\n", word); fclose(file); }
}
static int removed(void) {
    long after = number("remove_after", -1);
    int gone = there("unplugged") || (after >= 0 && signatures >= after);
    if (gone || number("plugs", 0) != plugs) lost = 1;
    return gone;
}
static void bad_day(const char *call) {
    char wanted[64];
    if (text("crash_at", wanted, 64) && !strcmp(wanted, call)) abort();
    if (text("hang_at", wanted, 64) && !strcmp(wanted, call)) for (;;) pause();
}

static rv miss(rv result) {
    long tries = number("tries", -1);
    if (result == PIN_INCORRECT && tries > 0) {
        FILE *file = fopen(path("tries"), "w");
        if (file) { fprintf(file, "%ld", tries - 1); fclose(file); }
    }
    return result;
}
static rv login(num session, num user, unsigned char *pin, num length) {
    char typed[64];
    long error = number("login_error", 0);
    note(user == CONTEXT ? "again" : "login");
    bad_day("login");
    if (removed() || there("unplugged_at_login")) return REMOVED;
    if (number("tries", -1) == 0) return PIN_LOCKED;
    if (error) return (rv)error;
    if (!pin) {
        if (!there("pad") || !text("pad_pin", typed, 64)) return 0x50; /* CKR_FUNCTION_CANCELED */
        pin = (unsigned char *)typed; length = strlen(typed);
    }
    if (user == CONTEXT) {
        affirmed = length == pin_length && !memcmp(pin, pin_of_login, length);
        return miss(affirmed ? 0 : PIN_INCORRECT);
    }
    rv result = ((rv (*)(num, num, unsigned char *, num))real->f[LOGIN])(session, user, pin, length);
    if (!result) logged_in = 1;
    if (!result && length < sizeof pin_of_login) { memcpy(pin_of_login, pin, length); pin_length = length; lost = 0; plugs = number("plugs", 0); }
    return miss(result);
}
static rv token_info(num slot, unsigned char *info) {
    bad_day("info");
    if (removed()) return NOT_PRESENT;
    rv result = ((rv (*)(num, unsigned char *))real->f[TOKEN_INFO])(slot, info);
    long tries = number("tries", -1);
    num flags;
    if (result) return result;
    memcpy(&flags, info + 96, sizeof flags);
    flags &= ~(num)ALL;
    if (there("pad")) flags |= PAD;
    if (tries >= 0 && tries < 3) flags |= COUNT_LOW;
    if (tries == 1) flags |= FINAL_TRY;
    if (tries == 0) flags |= LOCKED;
    memcpy(info + 96, &flags, sizeof flags);
    return result;
}
static rv slot_list(unsigned char present, num *slots, num *count) {
    bad_day("slots");
    if (present && removed()) { *count = 0; return 0; }
    return ((rv (*)(unsigned char, num *, num *))real->f[SLOT_LIST])(present, slots, count);
}
static rv open_session(num slot, num flags, void *a, void *b, num *handle) {
    bad_day("open");
    if (removed()) return NOT_PRESENT;
    return ((rv (*)(num, num, void *, void *, num *))real->f[OPEN])(slot, flags, a, b, handle);
}
static rv logout(num session) {
    bad_day("logout");
    if (removed()) return REMOVED;
    return ((rv (*)(num))real->f[LOGOUT])(session);
}
static rv attributes(num session, num object, attribute *wanted, num count) {
    if (removed()) return REMOVED;
    if (lost && logged_in) return BAD_SESSION;
    rv result = ((rv (*)(num, num, attribute *, num))real->f[ATTRIBUTE])(session, object, wanted, count);
    if (there("each_time"))
        for (num one = 0; one < count; one++)
            if (wanted[one].type == ALWAYS_AUTHENTICATE && wanted[one].value) *(unsigned char *)wanted[one].value = 1;
    return result;
}
static rv find(num session, attribute *wanted, num count) {
    bad_day("find");
    if (removed()) return REMOVED;
    return ((rv (*)(num, attribute *, num))real->f[FIND])(session, wanted, count);
}
static rv sign_init(num session, void *mechanism, num key) {
    bad_day("sign_init");
    affirmed = 0;
    if (removed()) return REMOVED;
    if (lost) return BAD_SESSION;
    return ((rv (*)(num, void *, num))real->f[SIGN_INIT])(session, mechanism, key);
}
static rv sign(num session, void *data, num length, unsigned char *out, num *out_length) {
    long crash = number("crash_after", -1), hang = number("hang_after", -1), slow = number("sign_ms", 0);
    if (removed()) return REMOVED;
    if (out) {
        bad_day("sign");
        if (crash >= 0 && signatures >= crash) abort();
        if (hang >= 0 && signatures >= hang) for (;;) pause();
        if (there("each_time") && !affirmed) return NOT_LOGGED_IN;
        if (slow) usleep(slow * 1000);
        if (number("remove_during", -1) == signatures || there("unplugged")) { lost = 1; return REMOVED; }
    }
    rv result = ((rv (*)(num, void *, num, unsigned char *, num *))real->f[SIGN])(session, data, length, out, out_length);
    if (!result && out) { signatures++; note("sign"); }
    return result;
}
rv C_GetFunctionList(list **out) {
    if (!real) {
        char mine[64];
        snprintf(mine, sizeof mine, "process %ld", (long)getpid());
        note(mine);
        void *library = dlopen(getenv("SHIM_OVER"), RTLD_NOW | RTLD_LOCAL);
        rv (*get)(list **) = library ? (rv (*)(list **))dlsym(library, "C_GetFunctionList") : 0;
        if (!get || get(&real)) return 5;
        own = *real;
        own.f[GET_LIST] = (void *)C_GetFunctionList; own.f[SLOT_LIST] = (void *)slot_list;
        own.f[TOKEN_INFO] = (void *)token_info; own.f[OPEN] = (void *)open_session;
        own.f[LOGIN] = (void *)login; own.f[LOGOUT] = (void *)logout;
        own.f[ATTRIBUTE] = (void *)attributes; own.f[FIND] = (void *)find;
        own.f[SIGN_INIT] = (void *)sign_init; own.f[SIGN] = (void *)sign;
    }
    *out = &own;
    return 0;
}
