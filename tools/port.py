"""Say at once when a port is taken, before anything long begins: python3 tools/port.py PORT."""

import socket
import sys


def main(port: int) -> int:
    """Return 1 and say what to do when nothing can listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = port + 1
            print(f"端口 {port} 不可用（{error.strerror}）。换一个：make demo PORT={other}")
            print(f"Port {port} cannot be used. Choose another: make demo PORT={other}")
            return 1
    return 0


sys.exit(main(int(sys.argv[1])))
