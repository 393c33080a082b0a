-- How Neovim starts wit-lsp. Change any of it by `vim.lsp.config('wit_lsp', { … })`.

---@type vim.lsp.Config
return {
  cmd = { 'wit-lsp' },
  filetypes = { 'wit' },
  root_markers = { 'wit-lsp.toml', 'wkg.toml', '.git' },
  -- Neovim leaves a server that died where it is.
  on_exit = function(code, signal) require('wit_lsp.restart').ended(code, signal) end,
}
