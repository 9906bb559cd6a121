"""A worksheet that writes words, numbers, dates and blank cells row by row: two thirds of the time for a list of
tens of thousands of rows. The same XML, but for the spans of the rows, which readers may do without; anything else is
left to xlsxwriter.
"""

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet


class PlainSheet(Worksheet):  # type: ignore[misc]
    def _write_rows(self) -> None:
        looks = [self.row_info, self.comments, [one for one in self.col_info.values() if one.column_format]]
        if any(looks) or self.constant_memory:
            super()._write_rows()
            return
        letters = [xl_col_to_name(place) for place in range((self.dim_colmax or 0) + 1)]
        styles = {id(None): ""}  # by the format, which lives as long as the book
        for row in sorted(self.table):
            number = row + 1
            self.fh.write(f'<row r="{number}">')
            for place, cell in sorted(self.table[row].items()):
                kind, look = cell.__class__.__name__, id(cell.format)
                if look not in styles:
                    styles[look] = f' s="{cell.format._get_xf_index()}"'
                start = f'<c r="{letters[place]}{number}"{styles[look]}'
                if kind == "String":
                    self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
                elif kind == "Blank":
                    self.fh.write(f"{start}/>")
                elif kind in ("Number", "Datetime"):
                    self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
                else:
                    self._write_cell(row, place, cell)
            self.fh.write("</row>")
