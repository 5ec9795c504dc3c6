#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CPlatform.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

const void *ccp_find(const void *bytes, size_t count, const void *needle, size_t length) {
#if defined(__SSE2__)
    // Sixteen places at once, by two of the needle's bytes; several times as fast as memmem for short needles.
    const uint8_t *base = bytes, *wanted = needle;
    if (length < 2 || count < length) return NULL;
    size_t middle = length / 2, index = 0;
    const __m128i first = _mm_set1_epi8((char)wanted[0]), second = _mm_set1_epi8((char)wanted[middle]);
    while (index + 32 + middle <= count) {
        __m128i a = _mm_cmpeq_epi8(first, _mm_loadu_si128((const __m128i *)(base + index)));
        __m128i b = _mm_cmpeq_epi8(second, _mm_loadu_si128((const __m128i *)(base + index + middle)));
        __m128i c = _mm_cmpeq_epi8(first, _mm_loadu_si128((const __m128i *)(base + index + 16)));
        __m128i d = _mm_cmpeq_epi8(second, _mm_loadu_si128((const __m128i *)(base + index + 16 + middle)));
        uint32_t places = (uint32_t)_mm_movemask_epi8(_mm_and_si128(a, b)) |
                          (uint32_t)_mm_movemask_epi8(_mm_and_si128(c, d)) << 16;
        while (places) {
            size_t place = index + (size_t)__builtin_ctz(places);
            if (place + length <= count && memcmp(base + place, wanted, length) == 0) return base + place;
            places &= places - 1;
        }
        index += 32;
    }
    return memmem(base + index, count - index, wanted, length);
#else
    return memmem(bytes, count, needle, length);
#endif
}

const void *ccp_find_last(const void *bytes, size_t count, uint8_t byte) {
#if defined(__APPLE__)
    const uint8_t *base = bytes;
    while (count > 0)
        if (base[--count] == byte) return base + count;
    return NULL;
#else
    return memrchr(bytes, byte, count);
#endif
}
