"""nginx and Apache httpd: their configurations and how they are started."""

from __future__ import annotations

import os
import pwd
import resource
import shutil
from pathlib import Path

from .processes import Child, Failed, Workspace
from .servers import BACKLOG, HERE
from .targets import Target
from .wire import Address

TEMPLATES = HERE / "templates"
_APACHE_MODULES = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"), Path("/usr/lib/httpd/modules"))


def fill(template: str, **values: object) -> str:
    """A template with each @NAME@ replaced."""
    for name, value in values.items():
        template = template.replace(f"@{name.upper()}@", str(value))
    return template


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text()


def nginx_server(target: Target, address: Address, port: int) -> str:
    """The part of nginx.conf that leads to one target."""
    place = f"unix:{address}" if isinstance(address, Path) else f"{address[0]}:{address[1]}"
    # 8 is uWSGI's number for its JVM plugin.
    modifier = 8 if target.server.kind == "uwsgi-jvm" else 0
    return fill(_read(f"nginx-{target.link}.conf"), name=target.name, address=place, port=port, backlog=BACKLOG,
                modifier1=modifier, modifier2=0)


def apache_server(target: Target, address: Address, port: int) -> str:
    """The part of Apache's configuration that leads to one target."""
    if isinstance(address, Path):
        place = f"unix:{address}|{target.link}://{target.name}/"
    else:
        place = f"{target.link}://{address[0]}:{address[1]}/"
    return fill(_read("apache-server.conf"), port=port, address=place)


def start_nginx(workspace: Workspace, name: str, servers: list[str]) -> Child:
    """nginx with one worker."""
    directory = workspace.make_directory(name)
    open_files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    user = "user root;" if os.geteuid() == 0 else ""
    (directory / "nginx.conf").write_text(fill(_read("nginx.conf"), open_files=open_files, user=user,
                                               connections=min(16384, open_files - 64), servers="".join(servers)))
    shutil.copy(TEMPLATES / "uwsgi_params", directory)
    return workspace.start(name, ["nginx", "-e", "error.log", "-p", f"{directory}/", "-c", "nginx.conf"])


def start_apache(workspace: Workspace, name: str, servers: list[str]) -> Child:
    """Apache httpd with one process of its event MPM."""
    modules = next((path for path in _APACHE_MODULES if path.is_dir()), None)
    if modules is None:
        raise Failed("the modules of Apache httpd were not found")
    directory = workspace.make_directory(name)
    configuration = directory / "apache.conf"
    configuration.write_text(fill(_read("apache.conf"), directory=directory, modules=modules, user=_apache_user(),
                                  backlog=BACKLOG, servers="".join(servers)))
    program = shutil.which("apache2") or shutil.which("httpd") or "apache2"
    return workspace.start(name, [program, "-d", str(directory), "-f", str(configuration), "-DFOREGROUND"])


def _apache_user() -> str:
    """Apache does not run as root."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = next((name for name in ("www-data", "apache", "http") if name in names), "nobody")
    group = pwd.getpwnam(name).pw_gid
    return f"User   {name}\nGroup  #{group}"


def error_log(workspace: Workspace, name: str, lines: int = 3) -> str:
    """The last lines of a proxy's error log."""
    path = workspace.directory / name / "error.log"
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""
