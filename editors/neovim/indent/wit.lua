-- A line is indented like the line before it: one level more after an opening bracket, one less if it begins with a
-- closing one.

function _G.wit_lsp_indent()
  local before = vim.fn.prevnonblank(vim.v.lnum - 1)
  if before == 0 then return 0 end
  local depth = vim.fn.indent(before)
  local text = vim.fn.getline(before):gsub('//.*', '')
  if text:match('[%[{(<]%s*$') then depth = depth + vim.fn.shiftwidth() end
  if vim.fn.getline(vim.v.lnum):match('^%s*[%]})>]') then depth = depth - vim.fn.shiftwidth() end
  return math.max(depth, 0)
end

vim.bo.indentexpr = 'v:lua.wit_lsp_indent()'
vim.bo.indentkeys = '0{,0},0),!^F,o,O,0>'
vim.b.undo_indent = 'setlocal indentexpr< indentkeys<'
