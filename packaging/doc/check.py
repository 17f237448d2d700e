#!/usr/bin/env python3
"""Computes the scores of the sample incident from the formulas of method.md, and compares them
with those of the program. Needs numpy and SciPy.

    dissonance-cli sample demo
    dissonance-cli train demo/sample.csv --normal 0:28800 --model pump.dissonance
    dissonance-cli score demo/sample.csv --model pump.dissonance --out scores.csv
    packaging/doc/check.py demo/sample.csv pump.dissonance scores.csv

Of the model only the network's weights, the separations and the names of texts are used; all else
is learned anew.
"""
import csv
import json
import struct
import sys

import numpy as np
from scipy.special import erf, gammaln
from scipy.stats import norm, t as student

LENGTHS, FIT, NORMAL = (16, 32), 23040, 28800
HEADS, LATENTS, FREEDOM = 4, 16, 8.0


def read_model(path):
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    document = json.loads(header.pop("__metadata__")["dissonance"])
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        raw = np.frombuffer(data[8 + size + first : 8 + size + last], "<f4")
        tensors[name] = raw.astype(float).reshape(entry["shape"])
    return document, tensors


def read_sample(path, states):
    rows = list(csv.reader(open(path)))[1:]
    values = [[float(v) for v in row[1:-1]] + [states.index(row[-1])] for row in rows]
    return np.array(values, np.float32).astype(float)


def whitened(values, L):
    """z_c of every window, (windows x channels x L)."""
    fit = values[:FIT]
    scaled = np.clip((values - np.median(fit, 0)) / np.ptp(fit, 0), -3, 3)
    windows = np.lib.stride_tricks.sliding_window_view(scaled, L, axis=0)
    learned = windows[: FIT - L + 1]
    mean = learned.mean(0)
    covariance = np.einsum("ncl,ncm->clm", learned, learned) / len(learned)
    covariance -= np.einsum("cl,cm->clm", mean, mean)
    ridge = 0.01 * np.mean([np.diag(c).mean() for c in covariance])
    maps = []
    for c in covariance:
        spread, axes = np.linalg.eigh(c)
        axes = axes[:, ::-1] / np.sqrt(np.maximum(spread[::-1], 0) + ridge)
        largest = np.abs(axes).argmax(0)
        maps.append((axes * np.sign(axes[largest, range(L)])).T)
    return np.einsum("ckl,ncl->nck", np.array(maps), windows - mean)


def marginal_term(z):
    L = z.shape[2]
    return ((200 + L) / 2 * np.log1p((z**2).sum(2) / 200)).sum(1)


def copula_term(z):
    f = z[:, :, :4].reshape(len(z), -1)
    learned = f[: FIT - z.shape[2] + 1]
    spread, axes = np.linalg.eigh(0.95 * learned.T @ learned / len(learned) + 0.05 * np.eye(f.shape[1]))
    return 3.5 * np.log1p((f @ axes) ** 2 / spread / 6).sum(1)


def to_student(z):
    """t^-1(Phi(z)), linear beyond 6."""
    held = np.clip(z, -6, 6)
    inner = -np.sign(held) * student.ppf(norm.cdf(-np.abs(held)), FREEDOM)
    end = -student.ppf(norm.cdf(-6), FREEDOM)
    slope = norm.pdf(6) / student.pdf(end, FREEDOM)
    return np.where(np.abs(z) > 6, np.sign(z) * (end + slope * (np.abs(z) - 6)), inner)


def network_term(z, weight):
    def normalised(x, name):
        deviation = np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        return (x - x.mean(-1, keepdims=True)) / deviation * weight(name + ".scale") + weight(name + ".shift")

    def linear(x, name):
        return x @ weight(name + ".weight").T + weight(name + ".bias")

    windows, channels = z.shape[:2]
    tokens = z.reshape(windows, channels, 4, 4).transpose(0, 2, 1, 3).reshape(windows, 4, -1)
    x = tokens @ weight("embed.weight").T + weight("embed.positions")
    for layer in ("layer0.", "layer1."):
        parts = np.split(linear(normalised(x, layer + "norm1"), layer + "attention.in"), 3, axis=-1)
        query, key, value = (p.reshape(windows, 4, HEADS, -1).transpose(0, 2, 1, 3) for p in parts)
        share = np.exp(query @ key.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1]))
        share /= share.sum(-1, keepdims=True)
        x = x + linear((share @ value).transpose(0, 2, 1, 3).reshape(x.shape), layer + "attention.out")
        wide = linear(normalised(x, layer + "norm2"), layer + "widen")
        x = x + linear(wide * 0.5 * (1 + erf(wide / np.sqrt(2))), layer + "narrow")
    latents = linear(normalised(x, "norm"), "head")
    y = to_student((latents - weight("head.mean")) / weight("head.deviation"))
    rows = np.tril(weight("head.factor"))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    correlation = 0.95 * rows @ rows.T + 0.05 * np.eye(LATENTS)
    form = np.einsum("ntd,de,nte->nt", y, np.linalg.inv(correlation), y)
    nu, d = FREEDOM, LATENTS
    density = gammaln((nu + d) / 2) + (d - 1) * gammaln(nu / 2) - d * gammaln((nu + 1) / 2)
    density += -0.5 * np.linalg.slogdet(correlation)[1] - (nu + d) / 2 * np.log1p(form / nu)
    density += (nu + 1) / 2 * np.log1p(y**2 / nu).sum(-1)
    return -density.mean(1) / d


def covering_mean(windows, L):
    sums = np.concatenate([[0], np.cumsum(windows)])
    at = np.arange(len(windows) + L - 1)
    first, last = np.maximum(0, at - L + 1), np.minimum(at, len(windows) - 1) + 1
    return (sums[last] - sums[first]) / (last - first)


def threshold_of(scores, per_sample):
    maxima = np.sort(scores[: len(scores) // 64 * 64].reshape(-1, 64).max(1))
    scale = max(0.02, np.sqrt(6) * maxima.std(ddof=1) / np.pi)
    location = maxima.mean() - np.euler_gamma * scale
    tail = max(5, len(maxima) // 10)
    excess = max(0.02, (maxima[-tail:] - maxima[-tail - 1]).mean())
    if len(maxima) >= 40 and excess < 0.5 * scale:
        scale, location = excess, maxima[-tail - 1] + excess * np.log(tail / len(maxima))
    return location - scale * np.log(per_sample * 64)


def score_parts(z, document, tensors):
    """Both parts of every window's score, and which windows are held out; tensors: of a network."""
    held_out = slice(FIT + max(LENGTHS), NORMAL - z.shape[2] + 1)

    def k(term, above=None):
        middle, upper = np.quantile(term[held_out], [0.5, 0.99])
        return np.log1p(np.maximum(0, (term - (middle if above is None else above)) / (upper - middle)))

    marginal = k(marginal_term(z))
    dependence = 0.5 * k(copula_term(z))
    if tensors:
        blocks = np.array_split(z, 16)
        network = np.concatenate([network_term(b, lambda n: tensors["length0.network0." + n]) for b in blocks])
        length = document["lengths"][0]
        gain = length["separationNetwork"] - max(length["separationCopula"], 0.5)
        steady = length["networks"][0]["steadiness"]
        louder = np.maximum(0, 0.6 * steady * k(network) - marginal - dependence)
        beyond = 0.5 * steady * k(network, network[held_out].max())
        # One of two lengths has a network, and the score is their mean.
        dependence += len(LENGTHS) * (louder + np.maximum(min(3, 8 * max(0, gain)) * k(network), beyond))
    return marginal, dependence, held_out


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    document, tensors = read_model(sys.argv[2])
    sample = read_sample(sys.argv[1], document["channels"][-1]["states"])
    marginal, dependence = (np.zeros(len(sample)) for _ in range(2))
    normal_score = 0
    for i, L in enumerate(LENGTHS):
        own, rest, held_out = score_parts(whitened(sample, L), document, tensors if i == 0 else None)
        marginal += covering_mean(own, L) / len(LENGTHS)
        dependence += covering_mean(rest, L) / len(LENGTHS)
        normal_score += covering_mean((own + rest)[held_out], L) / len(LENGTHS)

    rows = list(csv.reader(open(sys.argv[3])))[1:]
    written = np.array([row[2:5] for row in rows], float)
    worst = 0.0
    for name, own, theirs in (
        ("score", marginal + dependence, written[:, 0]),
        ("marginal", marginal, written[:, 1]),
        ("dependence", dependence, written[:, 2]),
    ):
        apart = np.abs(own - theirs).max()
        worst = max(worst, apart)
        print(f"{name:11} {len(theirs)} samples, at most {apart:.1e} apart")
    threshold = threshold_of(normal_score, 0.5 / 86400)
    print(f"threshold   {threshold:.7f} here, {document['threshold']:.7f} in the model")
    sys.exit(0 if worst < 1e-3 and abs(threshold - document["threshold"]) < 1e-3 else 1)


if __name__ == "__main__":
    main()
