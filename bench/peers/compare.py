#!/usr/bin/env python3
"""Times camglass and the engines that set_up got, in one interleaved run.

  compare.py --peers build/peers
  compare.py --peers build/peers --nets resnet18 --threads 1 --rounds 3
  compare.py --peers build/peers --engines onnxruntime --isa avx2
  compare.py --peers build/peers --cold

Each engine is a worker process (README.md tells the protocol); all are alive at
once and take turns in short slices, A B C, B C A, ..., so that drift of the
machine's speed meets all alike. Idle workers sleep. A slice whose worker had to
wait for a processor is run again. Prints one Markdown table.
"""
import argparse
import json
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NETS = ("squeezenet1_1", "googlenet", "resnet18", "mobilenet_v2")
OURS = "camglass"
OURS_F16 = "camglass-f16"  # weights in half precision
TOLERANCE = 1e-3  # of an output's largest value
TOLERANCE_F16 = 1e-2
LOST = 0.02  # share of a slice that may be spent waiting for a processor
TRIES = 4


def commands(peers, ours, cold):
    """engine -> command, with {threads} to fill in."""
    tail = f" --models {peers}/models --threads {{threads}}"
    engines = f"{peers}/engines/bin/python"
    # A cold start is the user's: with the file that `camtool convert` wrote.
    own = f"{ours}{tail}" + (" --model-files" if cold else "")
    table = {OURS: own, OURS_F16: own + " --precision f16"}
    for name, python in (("onnxruntime", engines), ("openvino", engines),
                         ("litert", engines), ("ncnn", engines),
                         ("torch", "/usr/bin/python3"),
                         ("opencv", "/usr/bin/python3")):
        table[name] = f"{python} {HERE}/{name}_worker.py{tail}"
    onednn = pathlib.Path(ours).parent / "onednn_worker"
    table["onednn"] = f"{onednn}{tail}"
    return table


def environment(threads, isa):
    env = dict(os.environ, OMP_NUM_THREADS=str(threads))
    if isa == "avx2":
        env.update(CAMGLASS_TARGET="avx2", ONEDNN_MAX_CPU_ISA="AVX2",
                   DNNL_MAX_CPU_ISA="AVX2")
    return env


class Worker:
    def __init__(self, name, command, env):
        self.name = name
        self.process = subprocess.Popen(
            shlex.split(command), env=env, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        ready = self.process.stdout.readline().split()
        if ready[:1] != ["ready"]:
            raise RuntimeError("does not start")
        self.version = " ".join(ready[1:])

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        answer = self.process.stdout.readline().strip()
        if not answer or answer.startswith("err"):
            raise RuntimeError(answer[4:] or "ended")
        return answer

    def check(self, net):
        answer = self.ask(f"check {net}")
        error = max(float(word.split("=")[1]) for word in answer.split()[1:])
        allowed = TOLERANCE_F16 if self.name == OURS_F16 else TOLERANCE
        if not error < allowed:
            raise RuntimeError(f"computes something else: {answer}")

    def waited(self):
        """Seconds that its threads were ready but had no processor."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[1])
            except OSError:
                pass  # it ended meanwhile
        return total * 1e-9

    def run(self, net, warm, count):
        """Times in ms, and the share of the slice that was lost to others."""
        waited, begin = self.waited(), time.perf_counter()
        answer = self.ask(f"run {net} {warm} {count}")
        lost = (self.waited() - waited) / (time.perf_counter() - begin)
        return [float(word) for word in answer.split()[1:]], lost

    def quiet_slice(self, net, count):
        best = None
        for attempt in range(TRIES):
            time.sleep(0.05 + 0.2 * attempt)
            times, lost = self.run(net, 5, count)
            if best is None or lost < best[1]:
                best = times, lost
            if lost <= LOST:
                break
        return best

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def start(table, env, threads, notes):
    workers = []
    for name, command in table.items():
        try:
            workers.append(Worker(name, command.format(threads=threads), env))
        except (OSError, RuntimeError) as error:
            notes.append(f"{name} left out: {error}")
    return workers


def time_net(workers, net, rounds, notes):
    """engine -> all its times in ms; and the slices' lost shares."""
    count, team = {}, []
    for worker in workers:
        try:
            worker.check(net)
            times, _ = worker.run(net, 10, 5)
            count[worker.name] = max(20, int(250 / statistics.median(times)))
            team.append(worker)
        except RuntimeError as error:
            notes.append(f"{worker.name} left out of {net}: {error}")
    samples = {worker.name: [] for worker in team}
    losses = []
    for r in range(rounds):
        turn = r % max(1, len(team))
        for worker in team[turn:] + team[:turn]:
            times, lost = worker.quiet_slice(net, count[worker.name])
            samples[worker.name] += times
            losses.append(lost)
    return samples, losses


def print_rows(net, threads, samples, gflop):
    medians = {name: statistics.median(t) for name, t in samples.items()}
    peers = [m for name, m in medians.items()
             if name not in (OURS, OURS_F16)]
    best = min(peers, default=float("nan"))
    for name in sorted(medians, key=medians.get):
        times = sorted(samples[name])
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        label = f"**{name}**" if name == OURS else name
        print(f"| {net} | {threads} | {label} | {medians[name]:.2f} | "
              f"{times[0]:.2f} | {p95:.2f} | {gflop / medians[name] * 1e3:.0f}"
              f" | {best / medians[name]:.2f} |", flush=True)


def compare(args, table):
    gflop = json.loads((args.peers / "models/gflop.json").read_text())
    notes, losses, versions = [], [], {}
    print("| network | threads | engine | median ms | min | p95 | GFLOP/s | "
          "x fastest peer |\n|---|--:|---|--:|--:|--:|--:|--:|")
    for threads in map(int, args.threads.split(",")):
        env = environment(threads, args.isa)
        workers = start(table, env, threads, notes)
        versions.update({w.name: w.version for w in workers})
        for net in args.nets.split(","):
            samples, lost = time_net(workers, net, args.rounds, notes)
            losses += lost
            print_rows(net, threads, samples, gflop[net])
        for worker in workers:
            worker.close()
    print("\nengines: " + "; ".join(versions.values()))
    if losses:
        noisy = sum(lost > LOST for lost in losses)
        print(f"{noisy} of {len(losses)} slices waited more than "
              f"{LOST:.0%} of their time for a processor")
    for note in notes:
        print("note: " + note)


def cold_start(command, net, env):
    """ms from the start of a process to its first result; peak RSS in MiB."""
    with tempfile.NamedTemporaryFile("r") as log:
        begin = time.perf_counter()
        process = subprocess.Popen(
            ["/usr/bin/time", "-v", "-o", log.name, *shlex.split(command)],
            env=env, text=True, bufsize=1, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdin.write(f"run {net} 0 1\n")
        answer = [process.stdout.readline() for _ in range(2)][1]
        took = (time.perf_counter() - begin) * 1e3
        process.stdin.close()
        process.wait()
        if not answer.startswith("ms"):
            raise RuntimeError(answer.strip() or "no answer")
        rss = re.search(r"Maximum resident.*: (\d+)", log.read())
        return took, int(rss.group(1)) / 1024


def compare_cold(args, table):
    print("| network | threads | engine | ms to the first result | min | "
          "peak MiB |\n|---|--:|---|--:|--:|--:|")
    for threads in map(int, args.threads.split(",")):
        env = environment(threads, args.isa)
        for net in args.nets.split(","):
            rows = {name: [] for name in table}
            for name in list(table) * args.rounds:
                try:
                    command = table[name].format(threads=threads)
                    rows[name].append(cold_start(command, net, env))
                except (OSError, RuntimeError) as error:
                    print(f"note: {name}: {error}", file=sys.stderr)
            for name, runs in rows.items():
                if runs:
                    ms, rss = zip(*runs)
                    print(f"| {net} | {threads} | {name} | "
                          f"{statistics.median(ms):.0f} | {min(ms):.0f} | "
                          f"{statistics.median(rss):.0f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=pathlib.Path,
                        default=ROOT / "build/peers")
    parser.add_argument("--ours", default=ROOT /
                        "build/release/bench/camglass_worker")
    parser.add_argument("--nets", default=",".join(NETS))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--engines", default="",
                        help="peers to compare with; default: all")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--isa", choices=("best", "avx2"), default="best",
                        help="avx2 holds those engines to it that can be: "
                        "camglass, oneDNN, and what uses oneDNN")
    parser.add_argument("--cold", action="store_true",
                        help="time fresh processes to their first result")
    args = parser.parse_args()
    table = commands(args.peers.resolve(), args.ours, args.cold)
    if args.engines:
        wanted = args.engines.split(",")
        if unknown := set(wanted) - set(table):
            parser.error(f"no engine {', '.join(sorted(unknown))}; there are "
                         + ", ".join(table))
        table = {n: c for n, c in table.items() if n == OURS or n in wanted}
    (compare_cold if args.cold else compare)(args, table)


if __name__ == "__main__":
    main()
