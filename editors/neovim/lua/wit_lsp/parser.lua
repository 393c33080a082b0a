-- Finds the parser and registers it as the language `wit_lsp`, for files of type `wit`. The queries match this grammar
-- only, so it has its own name and does not replace another parser that is installed as `wit`.

local M = {}

-- The candidates that exist, in order of preference.
local function places()
  local name = vim.fn.has('win32') == 1 and '_wit.dll' or '_wit.so'
  local found = vim.api.nvim_get_runtime_file('parser/wit_lsp.*', false)
  -- The checkout that this plugin is in, if its parser is built.
  local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
  table.insert(found, vim.fs.joinpath(here, '../../../../wit_lsp/syntax', name))
  -- The Python package of the command, which includes the parser.
  local cmd = (vim.lsp.config.wit_lsp or {}).cmd
  local command = vim.fn.exepath(type(cmd) == 'table' and cmd[1] or 'wit-lsp')
  if command ~= '' then
    local bin = vim.fs.dirname(vim.uv.fs_realpath(command) or command)
    for _, packages in ipairs({ 'lib/python3*/site-packages', 'Lib/site-packages' }) do
      vim.list_extend(found, vim.fn.glob(vim.fs.joinpath(bin, '..', packages, 'wit_lsp/syntax', name), true, true))
    end
  end
  return vim.tbl_filter(vim.uv.fs_stat, found)
end

---@return boolean ok
---@return string? reason
function M.register()
  local path = places()[1]
  if not path then return false, 'no parser found' end
  local called, loaded, reason = pcall(vim.treesitter.language.add, 'wit_lsp', { path = path, symbol_name = 'wit' })
  if not called or not loaded then return false, path .. ': ' .. tostring(called and reason or loaded) end
  vim.treesitter.language.register('wit_lsp', 'wit')
  return true
end

return M
