# SPDX-License-Identifier: GPL-3.0-or-later
"""A test PKI made with the openssl program: an authority and whom it signed, each with its own flaw. Lives in a temporary folder."""
import pathlib
import subprocess

ROLE = "1.3.6.1.4.1.50316.802.1"
ROLE_DER = bytes.fromhex("060B2B0601040183890C862201")
NEIGHBOUR = "1.3.6.1.4.1.50316.802.2"
NEIGHBOUR_DER = ROLE_DER[:-1] + b"\x02"


class Pki:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for authority in ("ca", "other_ca"):
            self._openssl(
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={authority}",
                "-keyout", self.folder / f"{authority}.key", "-out", self.folder / f"{authority}.pem",
            )  # fmt: skip
        self.sign("server")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=60)

    def sign(self, name, *roles, authority="ca", days=30):
        """name.pem and name.key, with the roles as the configuration language of openssl writes them: "UTF8String:Admin"."""
        f = self.folder
        # openssl does not write the same extension twice: a second role gets the neighbouring number, and is renamed in the signed part.
        numbers = [ROLE, NEIGHBOUR]
        lines = [f"{number}=ASN1:{role}" for number, role in zip(numbers, roles)]
        (f / f"{name}.ext").write_text("\n".join(["basicConstraints=CA:FALSE", *lines]) + "\n", encoding="utf-8")
        self._openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", f / f"{name}.key", "-out", f / f"{name}.csr")
        if days > 0:
            self._openssl(
                "x509", "-req", "-in", f / f"{name}.csr", "-CA", f / f"{authority}.pem", "-CAkey", f / f"{authority}.key",
                "-CAcreateserial", "-extfile", f / f"{name}.ext", "-days", days, "-out", f / f"{name}.pem",
            )  # fmt: skip
        else:  # openssl 3.0 sets dates of the past in its `ca` command only
            (f / "index").write_text("", encoding="utf-8")
            (f / "serial").write_text("1000\n", encoding="utf-8")
            (f / "ca.cnf").write_text(
                "[ca]\ndefault_ca=d\n[d]\n"
                f"database={f}/index\nserial={f}/serial\nnew_certs_dir={f}\npolicy=p\ndefault_md=sha256\n[p]\ncommonName=supplied\n",
                encoding="utf-8",
            )
            self._openssl(
                "ca", "-batch", "-config", f / "ca.cnf", "-in", f / f"{name}.csr", "-cert", f / f"{authority}.pem",
                "-keyfile", f / f"{authority}.key", "-extfile", f / f"{name}.ext", "-startdate", "20200101000000Z",
                "-enddate", "20200201000000Z", "-out", f / f"{name}.pem",
            )  # fmt: skip
        if len(roles) == 2:
            self._rename_second(name, authority)
        return name

    def _rename_second(self, name, authority):
        """Writes the role's number over its neighbour's and signs again: the lengths stay."""
        f = self.folder
        self._openssl("x509", "-in", f / f"{name}.pem", "-outform", "DER", "-out", f / f"{name}.der")
        whole = (f / f"{name}.der").read_bytes()
        begin, end = 4, 8 + int.from_bytes(whole[6:8], "big")  # SEQUENCE { tbsCertificate, algorithm, signature }, lengths of two bytes
        signed = whole[begin:end].replace(NEIGHBOUR_DER, ROLE_DER)
        assert signed.count(ROLE_DER) == 2
        (f / "signed").write_bytes(signed)
        self._openssl("dgst", "-sha256", "-sign", f / f"{authority}.key", "-out", f / "signature", f / "signed")
        signature = (f / "signature").read_bytes()
        (f / f"{name}.der").write_bytes(whole[:begin] + signed + whole[end : -len(signature)] + signature)
        self._openssl("x509", "-inform", "DER", "-in", f / f"{name}.der", "-out", f / f"{name}.pem")
        self._openssl("verify", "-CAfile", f / f"{authority}.pem", f / f"{name}.pem")

    def file(self, name):
        return str(self.folder / name)
