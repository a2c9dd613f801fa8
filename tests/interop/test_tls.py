# SPDX-License-Identifier: GPL-3.0-or-later
"""Modbus Security asked by `openssl s_client` with good and bad certificates: test_tls.py METERBENCH"""
import os
import select
import subprocess
import sys
import tempfile
import time

import bench
from pki import Pki

program = sys.argv[1]
READ = bytes.fromhex("000100000006 01 03 480C 0002")  # V1 of load 1
CLOCK = bytes.fromhex("000200000013 01 10 E100 0006 0C 001D 0002 07E8 000D 0005 0009")
UNLOCK = bytes.fromhex("000300000006 01 06 E300 03E8")


def ask(pki, port, who, *requests, extra=()):
    """The replies, None for each that does not come because the connection ends."""
    certificate = ["-cert", pki.file(f"{who}.pem"), "-key", pki.file(f"{who}.key")] if who else []
    client = subprocess.Popen(
        ["openssl", "s_client", "-quiet", "-connect", f"127.0.0.1:{port}", "-CAfile", pki.file("ca.pem"), "-verify_return_error", *certificate, *extra],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
    )  # fmt: skip
    replies = []
    try:
        for request in requests:
            try:
                client.stdin.write(request)
            except BrokenPipeError:
                replies.append(None)
                continue
            reply = b""
            end = time.monotonic() + bench.MOST_SECONDS
            while time.monotonic() < end:
                ready, _, _ = select.select([client.stdout], [], [], 1)
                if not ready:
                    continue
                piece = os.read(client.stdout.fileno(), 300)
                reply += piece
                if not piece or (len(reply) >= 6 and len(reply) == 6 + int.from_bytes(reply[4:6], "big")):
                    break
            replies.append(reply[7:] or None)
    finally:
        client.kill()
        client.wait(bench.MOST_SECONDS)
    return replies


def exception(function, code):
    return bytes([function | 0x80, code])


with tempfile.TemporaryDirectory() as folder:
    pki = Pki(folder)
    options = [
        "--modbus-tls", "0", "--tls-certificate", pki.file("server.pem"), "--tls-key", pki.file("server.key"), "--tls-clients", pki.file("ca.pem"),
        "--role", "Reader=read",
    ]  # fmt: skip
    with bench.Serve(program, "--voltage", "230", *options) as meter:
        line = meter.next_line()
        bench.expect(line.endswith(", TLS\n"), f"serve says {line!r}")
        port = int(line.split(",")[0].rsplit(":", 1)[1])
        time.sleep(1.0)  # the first window

        pki.sign("admin", "UTF8String:Admin")
        value, clock, unlock = ask(pki, port, "admin", READ, CLOCK, UNLOCK)
        bench.expect(value == bytes.fromhex("0304000059D8"), f"Admin reads {value}: V1 is 230.00 V = 0x59D8 counts")
        bench.expect(clock == bytes.fromhex("10E1000006"), f"Admin sets the clock: {clock}")
        bench.expect(unlock == bytes.fromhex("06E30003E8"), f"Admin unlocks: {unlock}")

        pki.sign("reader", "UTF8String:Reader")
        value, clock = ask(pki, port, "reader", READ, CLOCK)
        bench.expect(value[:2] == b"\x03\x04" and clock == exception(16, 1), f"Reader reads and may not write: {value} {clock}")

        for who in (pki.sign("nobody"), pki.sign("stranger", "UTF8String:Stranger")):
            replies = ask(pki, port, who, READ, CLOCK)
            bench.expect(replies == [exception(3, 1), exception(16, 1)], f"{who} may nothing: {replies}")

        for who in (
            pki.sign("wrong_type", "PRINTABLESTRING:Admin"),
            pki.sign("two_roles", "UTF8String:User", "UTF8String:Admin"),
            pki.sign("foreign", "UTF8String:Admin", authority="other_ca"),
            pki.sign("expired", "UTF8String:Admin", days=-1),
            None,
        ):
            replies = ask(pki, port, who, READ)
            bench.expect(replies == [None], f"{who or 'a client without certificate'} is refused: {replies}")

        replies = ask(pki, port, "admin", READ, extra=["-tls1_1"])
        bench.expect(replies == [None], f"TLS 1.1 is refused: {replies}")
        for version in ("-tls1_2", "-tls1_3"):
            replies = ask(pki, port, "admin", READ, extra=[version])
            bench.expect(replies[0] == bytes.fromhex("0304000059D8"), f"{version} reads {replies}")

    for bad, sentence in (("ca.key", "no certificate in PEM"), ("no_such_file", "no certificate in PEM")):
        broken = ["--modbus-tls", "0", "--tls-certificate", pki.file(bad), "--tls-key", pki.file("server.key"), "--tls-clients", pki.file("ca.pem")]
        status, _, err = bench.run(program, "serve", "--modbus-tcp", "0", "--for", "1s", *broken)
        bench.expect(status == 2 and sentence in err, f"{bad}: {status} {err}")
    mixed = ["--modbus-tls", "0", "--tls-certificate", pki.file("server.pem"), "--tls-key", pki.file("admin.key"), "--tls-clients", pki.file("ca.pem")]
    status, _, err = bench.run(program, "serve", "--modbus-tcp", "0", "--for", "1s", *mixed)
    bench.expect(status == 2 and "not the private key" in err, f"a foreign key: {status} {err}")
print("good")
