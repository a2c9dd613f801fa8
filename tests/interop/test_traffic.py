# SPDX-License-Identifier: GPL-3.0-or-later
"""Traffic of serve dissected by tshark, and replies spoilt on purpose: test_traffic.py METERBENCH"""
import csv
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import bench

program = sys.argv[1]
TSHARK = shutil.which("tshark") or bench.fail("tshark was not found: install the Debian package tshark, or configure with -DMB_INTEROP=OFF")
READ_V1 = bytes.fromhex("0103480C0002")  # unit, function 3, 18444 x 2
NOWHERE = bytes.fromhex("010300010002")


def crc(frame):
    """Modbus over serial line V1.02, 6.2.2."""
    value = 0xFFFF
    for byte in frame:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value.to_bytes(2, "little")


def ask(connection, pdu, transaction=None, seconds=5.0):
    """What comes until nothing more does; None where the other end closes first."""
    head = b"" if transaction is None else transaction.to_bytes(2, "big") + b"\0\0" + len(pdu).to_bytes(2, "big")
    tail = crc(pdu) if transaction is None else b""
    connection.sendall(head + pdu + tail)
    connection.settimeout(seconds)
    try:
        return connection.recv(300) or None
    except socket.timeout:
        return b""


def tshark(file, *fields, options=()):
    command = [TSHARK, "-r", file, "-T", "fields", "-E", "separator=/s", "-E", "occurrence=f", "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
    command += ["-d", "tcp.port==503,mbrtu", "-o", "mbrtu.crc_verification:TRUE", *options]
    for name in fields:
        command += ["-e", name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    bench.expect(done.returncode == 0, f"tshark ended with {done.returncode}: {done.stderr}")
    return [line.split(" ") for line in done.stdout.splitlines()]


with tempfile.TemporaryDirectory() as folder:
    pcap, table, text = (str(pathlib.Path(folder) / name) for name in ("t.pcap", "t.csv", "t.txt"))
    options, _ = bench.synthetic()
    with bench.Serve(program, "--rtu-over-tcp", "0", "--traffic", pcap, "--traffic", table, "--traffic", text, *options) as serve:
        rtu_port = int(serve.next_line().split(",")[0].rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", serve.port)) as tcp, socket.create_connection(("127.0.0.1", rtu_port)) as rtu:
            bench.until(lambda: (ask(tcp, READ_V1, 1) or b"")[-2:] != b"\0\0" or None)
            reply = ask(tcp, READ_V1, 0x1234)
            exception = ask(tcp, NOWHERE, 0x1235)
            bench.expect(exception[-2:] == bytes.fromhex("8302"), f"no exception 2 but {exception!r}")
            rtu_reply = ask(rtu, READ_V1)
            bench.expect(rtu_reply[-2:] == crc(rtu_reply[:-2]), "the reply over RTU has a wrong CRC")
            rtu.sendall(READ_V1 + b"\0\0")  # a wrong CRC: no reply
            client_port = tcp.getsockname()[1]
            time.sleep(0.3)
        bench.expect(serve.stop() == 0, "serve did not end well")

    bench.expect(not tshark(pcap, "frame.number", options=("-Y", "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags")),
                 "tshark finds malformed packets, wrong checksums or gaps in the sequence")  # fmt: skip
    rows = tshark(pcap, "tcp.srcport", "tcp.dstport", "mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code", "modbus.reference_num", "modbus.word_cnt", options=("-Y", "mbtcp.trans_id == 0x1234 && tcp.dstport == 502"))  # fmt: skip
    bench.expect(rows == [[str(client_port), "502", "4660", "1", "3", "18444", "2"]], f"the request is dissected as {rows}")
    rows = tshark(pcap, "mbtcp.trans_id", "modbus.func_code", "modbus.regval_uint16", options=("-Y", "mbtcp.trans_id == 0x1234 && tcp.srcport == 502", "-E", "occurrence=l"))  # fmt: skip
    bench.expect(rows == [["4660", "3", str(int.from_bytes(reply[-2:], "big"))]], f"the reply is dissected as {rows}")
    rows = tshark(pcap, "modbus.func_code", "modbus.exception_code", options=("-Y", "mbtcp.trans_id == 0x1235 && tcp.srcport == 502"))
    bench.expect(rows == [["3", "2"]], f"the exception is dissected as {rows}")
    rows = tshark(pcap, "tcp.srcport", "mbrtu.unit_id", "modbus.func_code", "mbrtu.crc16", "mbrtu.crc16.status", options=("-Y", "mbrtu"))
    bench.expect(len(rows) == 3, f"not three RTU frames but {rows}")
    want = f"0x{crc(READ_V1).hex()}"  # as its bytes stand on the wire
    bench.expect(rows[0][1:4] == ["1", "3", want], f"the RTU request is dissected as {rows[0]}, expected CRC {want}")
    bench.expect([row[4] for row in rows] == ["1", "1", "0"], f"tshark's verdicts of the checksums: {rows}")  # good, good, bad

    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    mine = [row for row in rows if row["transaction"] == str(0x1234)]
    bench.expect([row["direction"] for row in mine] == ["request", "reply"], "the table lacks the request or the reply")
    bench.expect(mine[1]["values"] == "load1.inst.v1=231.40 V", f"the table says {mine[1]['values']!r}, 231.4 V are fed")
    bench.expect(rows[-1]["crc"] == "bad" and rows[-1]["trouble"], "the frame with a wrong CRC is not told so")
    with open(text) as file:
        lines = file.read().splitlines()
    bench.expect(len(lines) == len(rows), "the text has another number of frames than the table")
    bench.expect(any("< unit 1 read holding registers 18444 x 2: load1.inst.v1 = 231.40 V" in line for line in lines), "no line tells 231.40 V")

# Replies spoilt on purpose, as a client sees them.
rules = ["busy first=1", "delay=400ms reg=18446 fc=3", "split=5,300ms reg=18448", "no-reply reg=36871", "disconnect reg=36873"]
arguments = [part for rule in rules for part in ("--comm-fault", rule)]
with bench.Serve(program, "--traffic", "-", "--traffic-filter", "faults", *arguments) as serve:
    with socket.create_connection(("127.0.0.1", serve.port)) as tcp:
        bench.expect(ask(tcp, READ_V1, 1)[-2:] == bytes.fromhex("8306"), "the first request is not answered with exception 6")
        bench.expect(ask(tcp, READ_V1, 2)[7] == 3, "the second request is not answered")
        begin = time.monotonic()
        bench.expect(len(ask(tcp, bytes.fromhex("0103480E0002"), 3)) == 13, "the delayed reply is not whole")
        bench.expect(time.monotonic() - begin >= 0.4, "the reply was to be delayed by 400 ms")
        bench.expect(len(ask(tcp, bytes.fromhex("010348100002"), 4)) == 5, "the first piece is not five bytes")
        bench.expect(len(tcp.recv(300)) == 8, "the second piece is not eight bytes")
        bench.expect(ask(tcp, bytes.fromhex("010390070002"), 5, 0.5) == b"", "a reply came that was to be lost")
        bench.expect(ask(tcp, bytes.fromhex("010390090002"), 6) is None, "the connection did not end")
    bench.expect("<fault: busy>" in serve.next_line(), "the traffic does not tell the exception")
    bench.expect("<fault: delay 400000 us>" in serve.next_line(), "the traffic does not tell the delay")

for arguments, status, part in (
    (["--comm-fault", "wrong_crc"], 2, "did you mean 'wrong-crc'?"),
    (["--traffic", "x.doc"], 2, ".pcap"),
    (["--traffic", "/nowhere/x.csv"], 3, "cannot write /nowhere/x.csv"),
    (["--traffic", "-", "--traffic-filter", "fcc=3"], 2, "did you mean 'fc'?"),
):
    code, _, errors = bench.run(program, "serve", "--modbus-tcp", "0", "--for", "1s", *arguments)
    bench.expect(code == status and part in errors, f"{arguments}: status {code}, {errors!r}")
