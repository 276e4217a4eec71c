# Names of C++ for models: edgetl_is_taken() knows those that mean something already, edgetl_name_of() makes one of
# a file's name, edgetl_check_names() stops with a sentence.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)

# Whether `name` means something already, at namespace scope: keywords, other spellings of operators, namespaces, macros
# that compilers define without underscores, and what the C library declares for every program.
function(edgetl_is_taken result name)
  set(taken
    # C++20, and what earlier compilers take for the start of a module
    alignas alignof asm auto bool break case catch char char16_t char32_t char8_t class co_await co_return co_yield
    concept const const_cast consteval constexpr constinit continue decltype default delete do double dynamic_cast
    else enum explicit export extern false float for friend goto if import inline int long module mutable namespace
    new noexcept nullptr operator private protected public register reinterpret_cast requires return short signed
    sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid
    typename union unsigned using virtual void volatile wchar_t while
    and and_eq bitand bitor compl not not_eq or
    or_eq xor xor_eq
    std edgetl main linux unix i386 arm
    # what the struct of a file holds
    bytes size default_target
    # <assert.h>, <ctype.h>, <errno.h>, <locale.h>, <setjmp.h>, <signal.h>, <stdarg.h>
    assert isalnum isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower
    toupper errno localeconv setlocale lconv setjmp longjmp jmp_buf signal raise va_list va_start va_arg va_end
    va_copy
    # <stddef.h>, <stdint.h>
    size_t ptrdiff_t max_align_t nullptr_t offsetof NULL int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t
    uint64_t intmax_t uintmax_t intptr_t uintptr_t
    # <stdio.h>
    EOF FILE BUFSIZ stdin stdout stderr remove rename tmpfile tmpnam fclose fflush fopen freopen setbuf setvbuf
    fprintf fscanf printf scanf snprintf sprintf sscanf vfprintf vprintf vsnprintf vsprintf fgetc fgets fputc fputs
    getc getchar gets putc putchar puts ungetc fread fwrite fgetpos fseek fsetpos ftell rewind clearerr feof ferror
    perror
    # <stdlib.h>
    atof atoi atol atoll strtod strtof strtold strtol strtoll strtoul strtoull rand srand calloc free malloc realloc
    abort atexit exit getenv system bsearch qsort abs div labs ldiv llabs lldiv mblen mbtowc wctomb div_t ldiv_t
    lldiv_t
    # <string.h>, <time.h>
    memchr memcmp memcpy memmove memset strcat strchr strcmp strcoll strcpy strcspn strerror strlen strncat strncmp
    strncpy strpbrk strrchr strspn strstr strtok strxfrm clock difftime mktime time asctime ctime gmtime localtime
    strftime tm clock_t time_t index
    # <math.h>, <fenv.h>
    acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma
    fmax fmin fmod frexp hypot ilogb ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan
    nearbyint nextafter nexttoward pow remainder remquo rint round scalbln scalbn sin sinh sqrt tan tanh tgamma trunc
    gamma j0 j1 jn y0 y1 yn INFINITY NAN
    # of POSIX, what one includes without noticing
    access close dup link open pipe read select send sleep stat sync wait write)
  if(name IN_LIST taken)
    set(${result} TRUE PARENT_SCOPE)
  else()
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()

# A file's name without folder and ending, as a name of C++.
function(edgetl_name_of result file)
  cmake_path(GET file STEM name)
  string(MAKE_C_IDENTIFIER "${name}" name)
  string(REGEX REPLACE "__+" "_" name "${name}")      # two in a row are reserved,
  string(REGEX REPLACE "^_" "model_" name "${name}")  # and so is one in front
  edgetl_is_taken(taken "${name}")
  if(taken)
    message(STATUS "edgetl: `${name}` means something in C++ already, so ${file} is called ${name}_model")
    string(APPEND name "_model")
  endif()
  set(${result} "${name}" PARENT_SCOPE)
endfunction()

# Stops unless a model can be called `name` in `namespace`, which may be empty.
function(edgetl_check_names name namespace)
  set(identifier "^[A-Za-z_][A-Za-z0-9_]*$")
  edgetl_is_taken(taken "${name}")
  if(NOT name MATCHES "${identifier}")
    message(FATAL_ERROR "edgetl_embed: `${name}` is no C++ identifier -> pass NAME <identifier>")
  elseif(taken)
    message(FATAL_ERROR
      "edgetl_embed: `${name}` means something in C++ already -> pass another NAME, such as ${name}_model")
  endif()
  string(REPLACE "::" ";" parts "${namespace}")
  foreach(part IN LISTS parts)
    edgetl_is_taken(taken "${part}")
    if(taken OR NOT part MATCHES "${identifier}")
      message(FATAL_ERROR "edgetl_embed: `${namespace}` can be no namespace -> pass NAMESPACE <a::b>")
    endif()
  endforeach()
endfunction()
