# SPDX-License-Identifier: GPL-3.0-or-later
"""A live meter that plays a scenario: a client of its own sees the source change, the exceptions, the silence, and the last state."""
import pathlib
import socket
import sys
import tempfile
import time

import bench

program = sys.argv[1]

SCENARIO = """name: misbehaves
setup:
  nominal: {voltage: 120 V, frequency: 60 Hz}
timeline:
  - wait: 1500 ms
  - comm_fault: exception=4 fc=3
  - wait: 1 s
  - comm_fault: [no-reply reg=18444, wrong-unit=9 reg=18446]
  - wait: 1 s
  - comm_fault: none
  - set: {voltage: {rms: 110 V}}
  - wait: 500 ms
expect:
  - {quantity: net_inst.v1, value: 1 V, tolerance: 1 mV}
"""


class Client:
    """Modbus TCP by hand, so that it sees what a library would hide."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(0.15)
        self.transaction = 0

    def ask(self, register):
        """ "silent", "unit 9", "exception 4", or the two registers' value."""
        self.transaction += 1
        self.socket.sendall(self.transaction.to_bytes(2, "big") + bytes.fromhex("0000000601 03") + register.to_bytes(2, "big") + b"\0\2")
        try:
            reply = self.socket.recv(300)
        except socket.timeout:
            return "silent"
        bench.expect(reply[:2] == self.transaction.to_bytes(2, "big"), f"a reply to another request: {reply!r}")
        if reply[6] != 1:
            return f"unit {reply[6]}"
        return f"exception {reply[8]}" if reply[7] & 0x80 else int.from_bytes(reply[9:13], "big") / 100


with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "misbehaves.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    with bench.Serve(program, "--scenario", str(file)) as serve:
        client = Client(serve.port)
        seen = []  # what V1 and V2 said, without repetitions
        end = time.monotonic() + bench.MOST_SECONDS
        while time.monotonic() < end:
            both = (client.ask(18444), client.ask(18446))
            if not seen or seen[-1] != both:
                seen.append(both)
            if both[0] == both[1] and isinstance(both[0], float) and abs(both[0] - 110) < 0.05:
                break
            time.sleep(0.02)
        bench.expect(abs(seen[-1][0] - 110) < 0.05, f"V1 never fell to 110 V, but: {seen}")
        states = [both if isinstance(both[0], str) else ("reads", "reads") for both in seen]
        order = [state for n, state in enumerate(states) if n == 0 or states[n - 1] != state]
        wanted = [("reads", "reads"), ("exception 4", "exception 4"), ("silent", "unit 9"), ("reads", "reads")]
        clean = [state for state in order if state in wanted]  # a pair may straddle a step
        bench.expect(clean == wanted, f"the client saw {order}")
        bench.expect(any(isinstance(both[0], float) and abs(both[0] - 120) < 0.05 for both in seen), f"V1 never read 120 V, but: {seen}")
        time.sleep(1)
        bench.expect(abs(client.ask(18444) - 110) < 0.05, "the last state does not stay")
        bench.expect(serve.stop() == 0, "serve did not end well")

    code, _, errors = bench.run(program, "serve", "--modbus-tcp", "0", "--scenario", file, "--for", "5s")
    bench.expect(code == 0, f"status {code}: {errors}")
    bench.expect(errors.count("1 check is not judged") == 1, f"not told once that checks are not judged: {errors!r}")
    bench.expect("the scenario is over after 4.000 s; its last state stays" in errors, f"the end is not told: {errors!r}")

    file.write_text(SCENARIO.replace("exception=4", "exeption=4"), encoding="utf-8")
    code, _, errors = bench.run(program, "serve", "--modbus-tcp", "0", "--scenario", file, "--for", "1s")
    bench.expect(code == 2 and "misbehaves.yaml:6:17:" in errors and "did you mean 'exception'?" in errors, f"status {code}: {errors!r}")
    code, _, errors = bench.run(program, "serve", "--modbus-tcp", "0", "--scenario", file, "--voltage", "100", "--for", "1s")
    bench.expect(code == 2 and "--voltage" in errors, f"status {code}: {errors!r}")
