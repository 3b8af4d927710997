-- A sale that does not honour its holds after the end: no claim, and every hold is due.
local function holdsAreVoid(sale)
  return sale.honour == 0 and (sale.closed == 1 or sale.now >= sale.endsAt)
end
