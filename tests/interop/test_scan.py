# SPDX-License-Identifier: GPL-3.0-or-later
"""meterbench scan finds our meter and tells broken ones apart, over TCP and on serial lines; mbpoll reads the older families' map, our client
with parity: test_scan.py METERBENCH MBPOLL"""
import json
import os
import re
import socket
import sys
import threading
import tty

import bench

program, mbpoll = sys.argv[1:3]


def scan(*options):
    status, out, err = bench.run(program, "scan", *options)
    return status, out, err


def found(*options):
    status, out, err = scan("--format", "json", *options)
    bench.expect(status in (0, 1), f"scan ends with {status}: {err}")
    return json.loads(out)["meters"]


def refused(status, words, *options):
    got, out, err = scan(*options)
    bench.expect(got == status and words in err and err.count("\n") == 1 and out == "", f"scan {options}: {got}, {out!r}, {err!r}")


class Impostor:
    """Answers every request on a port as `answer` says, until the block ends: bytes, b"" for silence, None to hang up."""

    def __init__(self, answer):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        self.over = False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over:
            try:
                client, _ = self.listener.accept()
            except TimeoutError:
                continue
            with client:
                client.settimeout(0.1)
                while not self.over:
                    try:
                        request = client.recv(300)
                    except TimeoutError:
                        continue
                    reply = self.answer(request) if request else None
                    if reply is None:
                        break
                    client.sendall(reply)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.thread.join(bench.MOST_SECONDS)
        self.listener.close()


def reply(request, pdu):
    return request[:4] + (len(pdu) + 1).to_bytes(2, "big") + request[6:7] + pdu


options, expected = bench.synthetic()
identity = ["--identity", "DIRIS B30", "--product-id", "2031", "--serial", "123456"]
with bench.Serve(program, "--map", "classic", "--unit", "17", "--modbus-rtu", "pty:9600:8E1", *identity, *options) as meter:
    line = meter.next_line().split()[2]
    tcp = f"tcp:127.0.0.1:{meter.port}"
    for link in (["--from", tcp], ["--from", f"rtu:{line}:9600:8E1"]):
        for function in (3, 4):
            meters = found(*link, "--units", "15-18", "--timeout", "200ms", "--function", str(function))
            bench.expect([m["unit"] for m in meters] == [17], f"{link} finds {meters}")
            registers, told = meters[0]["registers"], meters[0]["identification"]
            bench.expect(registers["ident.product_name"] == "DIRIS B30" and registers["ident.product_id"] == 2031, f"{registers}")
            bench.expect(registers["ident.serial_reserve"] == 123456 and registers["ident.magic"] == "SOCO", f"{registers}")
            bench.expect(meters[0]["server_id"] == {"id": 2031 & 255, "running": True, "text": "Meterbench DIRIS B30 0.1.0"}, f"{meters}")
            bench.expect(told["0"] == "Meterbench" and told["1"] == "2031" and told["4"] == "DIRIS B30", f"{told}")
            bench.expect(0 < meters[0]["reply_ms"] < 1000 and meters[0]["problems"] == [], f"{meters}")
    status, out, err = scan("--from", tcp, "--units", "16,17", "--timeout", "200ms")
    bench.expect(status == 0 and re.match(r"unit  17 +\d+\.\d ms  Meterbench DIRIS B30, product 2031, serial 123456, version 0\.1\.0\n", out), out)
    bench.expect(err == "", f"without a terminal there is no progress: {err!r}")
    refused(1, "no meter answered", "--from", tcp, "--units", "3", "--timeout", "100ms")
    refused(2, "'8-4' is no number or range of 0 to 255", "--from", tcp, "--units", "8-4")
    refused(2, "'0' is no number or range of 1 to 247", "--from", f"rtu:{line}:9600:8E1", "--units", "0")
    refused(2, "is not a duration", "--from", tcp, "--timeout", "soon")
    refused(2, "a link is tcp:HOST:PORT", "--from", "127.0.0.1:502")

    # V1 V2 V3 of the older map in 0.01 V, by another program; energies in 10 Wh against the pair of whole thousands and what time gives.
    def poll(first, count):
        status, out, _ = bench.run(mbpoll, "-m", "tcp", "-p", meter.port, "-a", 17, "-0", "-r", first, "-c", count, "-t", "4:int", "-B", "-1", "-o", 5, "127.0.0.1")
        values = [int(v) for v in re.findall(r"^\[\d+\]:\s*(-?\d+)", out, re.MULTILINE)]
        return values if status == 0 and len(values) == count else None

    bench.until(lambda: (poll(50520, 3) or [0])[0] or None)
    bench.time.sleep(0.5)
    bench.compare("mbpoll", (50520, 3, 0.01), poll(50520, 3), expected[bench.VOLTAGES])
    bench.compare("mbpoll", (50528, 3, 0.001), poll(50528, 3), expected[bench.CURRENTS])
    bench.compare("mbpoll", (50544, 3, 10.0), poll(50544, 3), expected[bench.POWERS])

    def energy_and_time():
        status, out, err = bench.run(program, "read", "--map", "classic", "load1.energy.tens_ea_pos", "load1.energy.tens_eap", "load1.energy.tot_ea_pos",
                                     "--from", f"{tcp}/17", "--function", "4", "--format", "json")  # fmt: skip
        bench.expect(status == 0, err)
        return [entry["value"] for entry in json.loads(out)["readings"].values()]

    bench.until(lambda: energy_and_time()[0] >= 10 or None)  # 6942 W: 10 Wh after 5 s
    active, apparent, thousands = energy_and_time()
    bench.expect(poll(50946, 1)[0] * 10 - active in (0, 10), f"mbpoll reads {poll(50946, 1)} x 10 Wh, we {active} Wh")
    bench.expect(abs(active - 0.8 * apparent) <= 10 and thousands == 0, f"P = 0.8 S: {active} Wh, {apparent} VAh, {thousands} Wh")

    status, out, err = bench.run(program, "read", "net_inst.v1", "--map", "classic", "--from", f"rtu:{line}:9600:8E1/17")
    bench.expect(status == 0 and out.startswith("net_inst.v1  231."), f"with parity: {status} {out!r} {err!r}")

# What others answer. Each ends with a sentence, none for ever.
exceptional = lambda request: reply(request, bytes([request[7] | 0x80, 2]))
with Impostor(exceptional) as other:
    meters = found("--from", f"tcp:127.0.0.1:{other.port}", "--units", "1-2")
    bench.expect([m["unit"] for m in meters] == [1, 2] and meters[0]["registers"] == {}, f"{meters}")
    bench.expect(meters[0]["problems"] == ["the meter refused function 3: illegal data address (exception 2)"], f"{meters}")
with Impostor(lambda request: reply(request, bytes([3, 4, 0, 0, 0, 0]))) as other:
    problems = found("--from", f"tcp:127.0.0.1:{other.port}", "--units", "1")[0]["problems"]
    bench.expect(problems[0] == "asked for 69 registers from 50000, the meter sent 2", f"{problems}")
    bench.expect(len(problems) == 3 and all("the Modbus reply is to function 3" in p for p in problems[1:]), f"{problems}")
with Impostor(lambda request: b"HTTP/1.1 400 Bad Request\r\n\r\n") as other:
    meters = found("--from", f"tcp:127.0.0.1:{other.port}", "--units", "1-2")
    bench.expect(all(m["problems"][0].endswith("what came is no Modbus TCP frame") for m in meters) and len(meters) == 2, f"{meters}")
with Impostor(lambda request: reply(request, bytes([3, 138]))[:6]) as other:
    meters = found("--from", f"tcp:127.0.0.1:{other.port}", "--units", "1", "--timeout", "200ms")
    bench.expect(meters[0]["problems"][0].endswith("half a frame came, and then nothing more"), f"{meters}")
with Impostor(lambda request: None) as other:
    refused(1, "no meter answered", "--from", f"tcp:127.0.0.1:{other.port}", "--units", "1-3", "--timeout", "200ms")
always = lambda request: reply(request, bytes([43, 14, 2, 0x82, 0xFF, 0, 1, 0, 1, 65]) if request[7] == 43 else bytes([request[7] | 0x80, 1]))
with Impostor(always) as other:  # "more follows", for ever
    bench.expect(found("--from", f"tcp:127.0.0.1:{other.port}", "--units", "1")[0]["identification"] == {"0": "A"}, "the stream ends")

# Noise on a serial line.
ours, theirs = os.openpty()
tty.setraw(ours)
tty.setraw(theirs)
noise = threading.Thread(target=lambda: (os.read(ours, 8), os.write(ours, b"\xff\x00\x55\xaa")))
noise.start()
meters = found("--from", f"rtu:{os.ttyname(theirs)}:38400", "--units", "1", "--timeout", "200ms")
noise.join(bench.MOST_SECONDS)
bench.expect(meters[0]["problems"][0].endswith("4 bytes came that are no RTU frame with a right checksum"), f"{meters}")
os.close(ours)
os.close(theirs)
refused(3, "cannot reach the meter at rtu:/dev/no-such-line:9600:8E1/1: No such file", "--from", "rtu:/dev/no-such-line:9600:8E1")
print("good")
