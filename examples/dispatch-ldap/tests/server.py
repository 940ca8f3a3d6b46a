"""An OpenLDAP directory of the tests' own, on loopback."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs
from mirakuru import TCPExecutor

BASE: Final = "dc=example,dc=org"
_ACCOUNTS: Final = ("dispatch", "limited")
_UNITS: Final = ("people", "teams", "services", "groups", "security-groups")
PEOPLE: Final = ("ada", "grace", "edsger", "barbara", "alan", "donald")

_CONFIGURATION: Final = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload retcode
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/server.crt
TLSCertificateKeyFile {folder}/server.key

database mdb
suffix "{base}"
rootdn "cn=admin,{base}"
rootpw admin
directory {folder}/data
maxsize 1073741824
index objectClass,cn,mail,member,owner eq
index description pres,eq,sub
limits dn.exact="cn=dispatch,{base}" size.prtotal=unlimited
limits dn.exact="cn=limited,{base}" size=3 size.prtotal=3
access to attrs=userPassword by anonymous auth
access to dn.regex="ou=(security-)?groups,{base}$"
    by dn.exact="cn=dispatch,{base}" write by users read
access to * by users read by anonymous auth

# Whatever is asked of these entries, the answer is this code.
overlay retcode
retcode-parent "ou=faults,{base}"
retcode-item "cn=busy" 51
retcode-item "cn=unavailable" 52
retcode-item "cn=replica" 10 op=add ref="ldap://primary.example.com"
"""

_ROOT: Final = (
    f"dn: {BASE}\nobjectClass: organization\nobjectClass: dcObject\no: Example\ndc: example\n"
)


@attrs.define
class Server:
    """A directory that can be taken down, and comes back with all that it had.

    Args:
        folder: Where its data are.
        url: Its address.
        secure_url: Its address for TLS from the start.
    """

    folder: Path
    url: str
    secure_url: str
    _process: TCPExecutor

    @property
    def environment(self) -> dict[str, str]:
        """What `dispatch_ldap.testing` reads."""
        return {
            "LDAP_URL": self.url,
            "LDAP_BASE": BASE,
            "LDAP_BIND_DN": f"cn=dispatch,{BASE}",
            "LDAP_PASSWORD": "secret",
            "LDAP_ADMIN_DN": f"cn=admin,{BASE}",
            "LDAP_ADMIN_PASSWORD": "admin",
        }

    def start(self) -> None:
        self._process.start()

    def stop(self) -> None:
        self._process.stop()


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A directory with six people in it, while the context lasts."""
    (folder / "data").mkdir()
    _make_certificate(folder)
    configuration, entries = folder / "slapd.conf", folder / "entries.ldif"
    configuration.write_text(_CONFIGURATION.format(folder=folder, base=BASE))
    known = [_ROOT, *map(_account, _ACCOUNTS), *map(_unit, _UNITS), *map(_person, PEOPLE)]
    entries.write_text("\n".join(known))
    subprocess.run([_program("slapadd"), "-q", "-f", configuration, "-l", entries], check=True)
    port, secure_port = _free_port(), _free_port()
    url, secure_url = f"ldap://127.0.0.1:{port}", f"ldaps://127.0.0.1:{secure_port}"
    command = [_program("slapd"), "-d", "0", "-h", f"{url} {secure_url}", "-f", str(configuration)]
    process = TCPExecutor(command, "127.0.0.1", port, timeout=30)
    server = Server(folder, url, secure_url, process)
    with process:
        yield server


def _account(name: str) -> str:
    return (
        f"dn: cn={name},{BASE}\nobjectClass: organizationalRole\n"
        f"objectClass: simpleSecurityObject\ncn: {name}\nuserPassword: secret\n"
    )


def _unit(name: str) -> str:
    return f"dn: ou={name},{BASE}\nobjectClass: organizationalUnit\nou: {name}\n"


def _person(name: str) -> str:
    return (
        f"dn: mail={name}@example.com,ou=people,{BASE}\nobjectClass: inetOrgPerson\n"
        f"cn: {name.title()}\nsn: {name.title()}\nmail: {name}@example.com\n"
    )


def _make_certificate(folder: Path) -> None:
    """A certificate that signs itself, for 127.0.0.1."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", folder / "server.key", "-out", folder / "server.crt"),
        ],
        check=True,
        capture_output=True,
    )


def _program(name: str) -> str:
    """Where a program of OpenLDAP is: Debian keeps them out of the path of ordinary users."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or name


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
