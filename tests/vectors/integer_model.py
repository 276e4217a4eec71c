# SPDX-License-Identifier: BSL-1.0
"""The integer arithmetic of TensorFlow Lite's quantized operations, written again in numpy.

It shares no code with any runtime: make_vectors.py compares it with what tflite-micro computes. Every function
takes the requantization rule, "double" or "single". Codes are int64 arrays.
"""
import math

import numpy as np

F = np.float32
I64 = np.int64
LIMITS = {"i8": (-128, 127), "i16": (-32768, 32767), "u8": (0, 255), "i32": (-2**31, 2**31 - 1)}


def wrap32(x):
    return ((np.asarray(x, I64) + 2**31) & 0xFFFFFFFF) - 2**31


def away(x):  # round half away from zero
    return math.floor(abs(x) + 0.5) * (1 if x >= 0 else -1)


def away_float(x):  # the same, element by element and in float32
    x = np.asarray(x, F)
    whole = np.trunc(x)
    return (whole + np.where(np.abs(x - whole) >= F(0.5), np.copysign(F(1), x), F(0))).astype(F)


def multiplier(real, rule="double"):
    if real == 0:
        return 0, 0
    fraction, shift = math.frexp(real)
    m = away(fraction * 2.0**31)
    if m == 2**31:
        m, shift = m // 2, shift + 1
    if shift < -31:
        return 0, 0
    if rule == "single" and shift > 30:
        return 2**31 - 1, 30
    return m, shift


def high_mul(a, b):  # 2ab / 2^32, rounded, saturated
    p = np.asarray(a, I64) * np.asarray(b, I64)
    t = p + np.where(p >= 0, 2**30, 1 - 2**30)
    return np.minimum(np.sign(t) * (np.abs(t) >> 31), 2**31 - 1)


def divide_pot(x, e):  # rounding half away from zero
    x, e = np.asarray(x, I64), np.asarray(e, I64)
    mask = (np.int64(1) << e) - 1
    return (x >> e) + ((x & mask) > (mask >> 1) + (x < 0))


def requantize(x, m, s, rule):
    x, m, s = np.asarray(x, I64), np.asarray(m, I64), np.asarray(s, I64)
    if rule == "single":
        return (x * m + (np.int64(1) << (30 - s))) >> (31 - s)
    return divide_pot(high_mul(wrap32(x << np.maximum(s, 0)), m), np.maximum(-s, 0))


def requantize_wide(x, m, s):  # 64-bit accumulators: a 16-bit multiplier, rounding half up
    x, m, s = np.asarray(x, I64), np.asarray(m, I64), np.asarray(s, I64)
    m16 = np.where(m < 0x7FFF0000, (m + 2**15) >> 16, 0x7FFF)
    return wrap32((x * m16 + (np.int64(1) << (14 - s))) >> (15 - s))


def activation_range(kind, scale, zero, dtype):
    low, high = LIMITS[dtype]
    code = lambda v: zero + away(float(F(v) / F(scale)))
    if kind in ("relu", "relu6"):
        low = max(low, code(0))
    if kind == "relu6":
        high = min(high, code(6))
    if kind == "relu_n1_to_1":
        low, high = max(low, code(-1)), min(high, code(1))
    return low, high


def d(x):
    return float(F(x))


def same_padding(size, k, stride, dilation, padding):
    k = (k - 1) * dilation + 1
    if padding == "VALID":
        return -(-(size - k + 1) // stride), 0
    out = -(-size // stride)
    return out, max(0, (out - 1) * stride + k - size) // 2


def convolution(x, w, bias, x_zero, strides, dilations, padding, depthwise):
    """The accumulators; w is OHWI, or 1HW(C*mult) if depthwise."""
    n, h, wd, c = x.shape
    kh, kw = w.shape[1:3]
    oh, top = same_padding(h, kh, strides[0], dilations[0], padding)
    ow, left = same_padding(wd, kw, strides[1], dilations[1], padding)
    outs = w.shape[3] if depthwise else w.shape[0]
    acc = np.zeros((n, oh, ow, outs), x.dtype)
    x = x - x_zero
    for oy in range(oh):
        for ox in range(ow):
            for ky in range(kh):
                for kx in range(kw):
                    iy, ix = oy * strides[0] - top + ky * dilations[0], ox * strides[1] - left + kx * dilations[1]
                    if not (0 <= iy < h and 0 <= ix < wd):
                        continue
                    here = x[:, iy, ix, :]
                    if depthwise:
                        acc[:, oy, ox, :] += np.repeat(here, outs // c, axis=1) * w[0, ky, kx]
                    else:
                        per = w.shape[3]
                        each = outs // (c // per)
                        for g in range(c // per):
                            part = w[g * each:(g + 1) * each, ky, kx, :]
                            acc[:, oy, ox, g * each:(g + 1) * each] += here[:, g * per:(g + 1) * per] @ part.T
    return acc if bias is None else acc + bias


def contraction_output(acc, wide, ms, out_zero, clamp, rule):
    m, s = (np.array(v, I64) for v in zip(*ms))
    y = requantize_wide(acc, m, s) if wide else requantize(wrap32(acc), m, s, rule)
    return np.clip(y + out_zero, *clamp)


def add_sub(a, b, qa, qb, qo, kind, act, dtype, rule):
    left = 15 if dtype == "i16" else 20
    # In double precision. Until September 2026 tflite-micro formed those of SUB in single precision: see README.md.
    twice = 2 * max(d(qa[0]), d(qb[0]))
    ra, rb, ro = d(qa[0]) / twice, d(qb[0]) / twice, twice / (2**left * d(qo[0]))
    x = requantize((a - qa[1]) << left, *multiplier(ra, rule), rule)
    y = requantize((b - qb[1]) << left, *multiplier(rb, rule), rule)
    total = x + y if kind == "ADD" else x - y
    return np.clip(requantize(total, *multiplier(ro, rule), rule) + qo[1], *activation_range(act, *qo, dtype))


def mul(a, b, qa, qb, qo, act, dtype, rule):
    m = multiplier(d(qa[0]) * d(qb[0]) / d(qo[0]), rule)
    return np.clip(requantize((a - qa[1]) * (b - qb[1]), *m, rule) + qo[1], *activation_range(act, *qo, dtype))


def pool(x, k, strides, padding, kind, clamp):
    n, h, w, c = x.shape
    oh, top = same_padding(h, k[0], strides[0], 1, padding)
    ow, left = same_padding(w, k[1], strides[1], 1, padding)
    y = np.zeros((n, oh, ow, c), I64)
    for oy in range(oh):
        for ox in range(ow):
            y0, x0 = oy * strides[0] - top, ox * strides[1] - left
            window = x[:, max(0, y0):min(h, y0 + k[0]), max(0, x0):min(w, x0 + k[1]), :]
            count = window.shape[1] * window.shape[2]
            if kind == "MAX":
                y[:, oy, ox] = window.max((1, 2))
            else:
                total = window.sum((1, 2))
                y[:, oy, ox] = np.sign(total) * ((np.abs(total) + count // 2) // count)
    return np.clip(y, *clamp)


def mean(x, axes, keep, qi, qo, dtype, rule):
    count = int(np.prod([x.shape[a] for a in axes]))
    m, s = multiplier(d(qi[0]) / d(qo[0]), rule)
    shift = min(count.bit_length() - 1, 32, 31 + s)
    m, s = (m << shift) // count, s - shift
    total = wrap32(x.sum(axes, keepdims=keep) - qi[1] * count)
    return np.clip(requantize(total, m, s, rule) + qo[1], *LIMITS[dtype])


# ---- fixed point in the style of gemmlowp; a value with n integer bits has 31 - n fractional ones
ONE = 2**31 - 1


def shift_saturating(x, e):
    return np.clip(np.asarray(x, I64) << e, -2**31, ONE) if e >= 0 else divide_pot(x, -e)


def exp_quarter(a):  # a in [-1/4, 0), no integer bits
    x = a + 2**28
    x2 = high_mul(x, x)
    x3, x4 = high_mul(x2, x), high_mul(x2, x2)
    tail = divide_pot(high_mul(divide_pot(x4, 2) + x3, 715827883) + x2, 1)
    return 1895147668 + high_mul(1895147668, x + tail)


def exp_negative(a, bits):  # a <= 0 with `bits` integer bits; the result has none
    a, fraction = np.asarray(a, I64), 31 - bits
    quarter = 1 << (fraction - 2)
    low = (a & (quarter - 1)) - quarter
    y, rest = exp_quarter(shift_saturating(low, bits)), low - a
    for power, factor in zip(range(-2, 5), (1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242)):
        if bits > power:
            y = np.where(rest & (1 << (fraction + power)), high_mul(y, factor), y)
    return np.where(a == 0, ONE, y)


def newton(a):  # about 1 / ((1 + a) / 2) with two integer bits, a in [0, 1)
    total = np.asarray(a, I64) + ONE
    half = (total + 1) // 2
    x = 1515870810 + high_mul(half, -1010580540)
    for _ in range(3):
        x = x + shift_saturating(high_mul(x, (1 << 29) - high_mul(half, x)), 2)
    return x


def one_over_one_plus(a):
    return shift_saturating(newton(a), 1)


def logistic_fixed(a, bits):
    y = one_over_one_plus(exp_negative(-np.abs(a), bits))
    return np.where(a == 0, 2**30, np.where(a > 0, y, ONE - y))


def tanh_fixed(a, bits):
    y = shift_saturating(newton(exp_negative(-np.abs(a), bits + 1)) - (1 << 29), 2)
    return np.where(a == 0, 0, np.where(a > 0, y, -y))


def radius(bits, shift):
    return math.floor(((1 << bits) - 1) * 2.0**(31 - bits) / 2.0**shift)


def sigmoid_like8(x, q, kind, rule):
    fraction, shift = math.frexp(d(q[0]) * 2.0**27)
    m, x = away(fraction * 2.0**31), x - q[1]
    reach = radius(4, shift)
    inside = np.clip(x, -reach, reach)
    fixed = requantize(inside, m, shift, rule)
    y = divide_pot(logistic_fixed(fixed, 4), 23) - 128 if kind == "LOGISTIC" else divide_pot(tanh_fixed(fixed, 4), 24)
    return np.where(x <= -reach, -128, np.where(x >= reach, 127, np.clip(y, -128, 127)))


# 65536 * sigmoid(i / 24) to the nearest integer, but one more at these places; facts of the published table
RAISED = [4, 8, 12, 14, 15, 16, 17, 19, 20, 21, 22, 25, 27, 28, 29, 30, 31, 33, 34, 35, 37, 39, 40, 41, 43, 44, 45, 46,
          49, 50, 54, 62, 63, 64, 66, 82, 86, 93, 100, 103, 112, 116, 135, 255]
SIGMOID = np.array([math.floor(65536 / (1 + math.exp(-i / 24)) + 0.5) + (i in RAISED) for i in range(256)], I64)


def log2_checked(x):
    exact = F(np.log(F(x))) * F(F(1) / F(np.log(F(2))))
    nearest = away(float(exact))
    return nearest, abs(exact - F(nearest)) < F(1e-3)


def sigmoid_like16(x, scale, kind):
    power, is_power = log2_checked(scale)
    shift = 12 + power
    if is_power and (shift == 0 or (kind == "TANH" and shift == 1)):
        m, shift = 3 << shift, 0
    else:
        real, shift = d(scale) * 4096.0 * 3.0, 0
        while real <= 32767.0 / 2 and shift <= 30:
            real, shift = real * 2, shift + 1
        m = int(real)
    v = (x * m + ((1 << (shift - 1)) if shift else 0)) >> shift
    bits = 9 if kind == "LOGISTIC" else 8
    size = np.abs(v)
    high, low = size >> bits, size & ((1 << bits) - 1)
    at = np.minimum(high, 254)
    y = (SIGMOID[at] << bits) + low * (SIGMOID[at + 1] - SIGMOID[at])
    if kind == "LOGISTIC":
        y = np.where(high >= 255, 0x7FFF << 10, y)
        return np.where(v >= 0, y + 512, 2**25 - y + 511) >> 10
    y = np.where(high >= 255, 0xFFFF << 8, y)
    return np.where(v >= 0, y - 2**23 + 128, -y + 2**23 + 127) >> 8


def softmax8(x, q, beta, bits, rule):
    top = 2**30 - 1.0 if rule == "single" else 2**31 - 1.0
    m, s = multiplier(min(d(beta) * d(q[0]) * 2.0**26, top), rule)
    least = -radius(5, s)
    diff = x - x.max(-1, keepdims=True)
    inside = np.maximum(diff, least)
    fixed = requantize(inside, m, s, rule)
    e = exp_negative(fixed, 5)
    total = np.where(diff >= least, divide_pot(e, 12), 0).sum(-1, keepdims=True)
    zeros = 32 - np.vectorize(lambda v: int(v).bit_length())(total)
    scale = one_over_one_plus((total << zeros) - 2**31)
    y = divide_pot(high_mul(scale, e), 12 - zeros + 31 - bits) - (1 << (bits - 1))
    return np.where(diff >= least, np.clip(y, -(1 << (bits - 1)), (1 << (bits - 1)) - 1), -(1 << (bits - 1)))


def table16(in_scale, in_zero, function):  # 513 entries; outputs have the scale 2 / 65535
    in_scale, out_scale = F(in_scale), F(2) / F(65535)
    low, high = in_scale * F(-32768 - in_zero), in_scale * F(32767 - in_zero)
    step = F((high - low) / F(512))
    factor = F(65536) / F(out_scale * F(32767) - out_scale * F(-32768))
    i = np.arange(512).astype(F)
    at = lambda v: np.asarray(function(v.astype(F)), F)
    here, there = at(low + i * step), at(low + (i + F(1)) * step)
    middle = at(low + i * step + step / F(2))
    sample = away_float(here * factor)
    between = away_float((there * factor + sample) / F(2))
    bias = away_float((between - away_float(middle * factor)) / F(2))
    last = away_float(at(np.array([high])) * factor)
    return np.concatenate([np.clip(sample - bias, -32768, 32767), np.clip(last, -32768, 32767)]).astype(I64)


EXP_TABLE = table16(F(10) / F(65535), 32767, lambda v: np.exp(v))
RECIPROCAL_TABLE = table16(F(1) / F(65535), -32768, lambda v: F(1) / (F(1) + v))


def look_up16(x, table):
    at, rest = 256 + (x >> 7), x & 127
    return table[at] + (((table[at + 1] - table[at]) * rest + 64) >> 7)


def softmax16(x, scale, beta, rule):
    m, s = multiplier(d(scale) * d(beta) / (10.0 / 65535.0), rule)
    diff = x - x.max(-1, keepdims=True)
    e = look_up16(np.clip(requantize(diff, m, s, rule) + 32767, -32768, 32767), EXP_TABLE)
    total = e.sum(-1, keepdims=True)
    zeros = 32 - np.vectorize(lambda v: int(v).bit_length())(total)
    shifted = ((total << (zeros - 1)) + 2**13) >> 14
    scale = look_up16(np.clip(shifted - 2**15 - 2**16, -32768, 32767), RECIPROCAL_TABLE)
    right = 31 - zeros
    return np.clip((e * scale + (np.int64(1) << (right - 1))) >> right, 0, 32767)


def relu(x, qi, qo, dtype, rule):
    m = multiplier(float(F(qi[0]) / F(qo[0])), rule)
    low = max(LIMITS[dtype][0], qo[1])
    return np.clip(requantize(x - qi[1], *m, rule) + qo[1], low, LIMITS[dtype][1])


def leaky_relu(x, qi, qo, alpha, dtype, rule):
    same = multiplier(float(F(qi[0]) / F(qo[0])), rule)
    m, s = multiplier(float(F(F(qi[0]) * F(alpha)) / F(qo[0])), rule)
    x = x - qi[1]
    negative = requantize(x, abs(m), s, rule) * (-1 if m < 0 else 1)
    return np.clip(np.where(x >= 0, requantize(x, *same, rule), negative) + qo[1], *LIMITS[dtype])


def high_mul16(a, b):
    p = a * b
    return np.minimum(((p + np.where(p >= 0, 2**14, 1 - 2**14)) / 2**15).astype(I64), 32767)  # exact in double


def hard_swish(x, qi, qo, dtype):
    fine = F(F(1) / F(128)) * F(qi[0])
    to16 = lambda m: 32767 if m >= 2**31 - 2**15 else (m + 2**15) >> 16
    m_out, s_out = multiplier(float(fine / F(qo[0])))
    m_in, s_in = multiplier(float(fine / (F(3) / F(32768))))
    v = (x - qi[1]) << 7
    before = high_mul16(v, to16(m_out))
    r = np.clip(v << (s_in - 1), -32768, 32767) if s_in > 0 else v
    r = high_mul16(r, to16(m_in))
    r = np.clip(r << 1, -32768, 32767) if s_in > 0 else divide_pot(r, -s_in)
    r = (r + 2**15) >> 1
    p = r * before
    y = divide_pot(np.sign(p) * (np.abs(p) >> 15), -s_out)
    return np.clip(((y + qo[1] + 2**15) & 0xFFFF) - 2**15, *LIMITS[dtype])


def requantize_codes(x, qi, qo, dtype, rule):
    m = multiplier(d(qi[0]) / d(qo[0]), rule)
    return np.clip(requantize(x - qi[1], *m, rule) + qo[1], *LIMITS[dtype])


def quantize(x, q, dtype):
    return np.clip(away_float(x / F(q[0])).astype(I64) + q[1], *LIMITS[dtype])


def dequantize(x, q):
    return (d(q[0]) * (x - q[1])).astype(F)


# ---- float activations with a filter of codes: the differences of codes to the zero point, and the step

def qd8_range(x):  # XNNPACK's, in single precision
    low, high = min(F(0), x.min()), max(F(0), x.max())
    scale = F(1) if high == low else F(255) / F(high - low)
    low, high = F(low * scale), F(high * scale)
    zero = F(-128) - low if F(F(-128) + low) + F(F(127) + high) > 0 else F(127) - high
    zero = np.rint(np.clip(zero, -128, 127))
    return np.clip(np.rint(x * scale), -128 - zero, 127 - zero).astype(I64), F(1) / scale


def asymmetric_range(x):  # LiteRT's own kernels
    low, high = min(0.0, float(x.min())), max(0.0, float(x.max()))
    if low == high:
        return np.zeros(x.shape, I64), F(1)
    step = (high - low) / 255
    zero = -128 - low / step if 128 + abs(low / step) < 127 + abs(high / step) else 127 - high / step
    zero = away(min(max(zero, -128), 127))
    codes = away_float(F(zero) + x * (F(1) / F(step)))
    return np.clip(codes, -128, 127).astype(I64) - zero, F(step)


def symmetric_range(x):
    reach = np.abs(x).max()
    if reach == 0:
        return np.zeros(x.shape, I64), F(1)
    return np.clip(away_float(x * (F(127) / reach)), -127, 127).astype(I64), reach / F(127)


def quantized_parts(x, range_of, shape=None, step_shape=None):
    """Each x[i] in its own range: all differences and, ready to be multiplied with sums, the steps."""
    parts = [range_of(part) for part in x]
    steps = np.array([step for _, step in parts], np.float64).reshape(step_shape or (-1, *[1] * (x.ndim - 1)))
    return np.stack([codes for codes, _ in parts]).reshape(shape or x.shape), steps
