-- How Neovim starts wit-lsp. Override any of it with `vim.lsp.config('wit_lsp', { … })`.

---@type vim.lsp.Config
return {
  cmd = { 'wit-lsp' },
  filetypes = { 'wit' },
  root_markers = { 'wit-lsp.toml', 'wkg.toml', '.git' },
  -- Neovim itself does not restart a server that died.
  on_exit = function(code, signal) require('wit_lsp.restart').ended(code, signal) end,
}
