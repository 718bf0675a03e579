"""An import-linter contract: a context enters another only through its public rooms."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class PrivateModulesContract(Contract):
    """Break when `yizhan.a.x` imports `yizhan.b.forms`: forms is not a public room of b."""

    public: Any = fields.SetField(subfield=fields.StringField())
    free: Any = fields.SetField(subfield=fields.StringField())
    composers: Any = fields.SetField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Look at every direct import between two contexts."""
        root = self.session_options["root_packages"][0]
        crossings = []
        for context in sorted(graph.find_children(root)):
            home = context.split(".")[1]
            if home in self.composers:
                continue
            for module in sorted({context} | graph.find_descendants(context)):
                if ".tests" in module:
                    continue
                crossings += [
                    (module, imported)
                    for imported in sorted(graph.find_modules_directly_imported_by(module))
                    if self._is_private(root, home, imported)
                ]
        return ContractCheck(kept=not crossings, metadata={"crossings": crossings})

    def _is_private(self, root: str, home: str, imported: str) -> bool:
        parts = imported.split(".")
        if parts[0] != root or len(parts) < 3 or parts[1] == home or parts[1] in self.free:
            return False
        return parts[2] not in self.public

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each crossing."""
        for module, imported in check.metadata["crossings"]:
            output.print_error(f"{module} enters {imported}, which is a private room.")
