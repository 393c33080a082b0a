if vim.fn.has('nvim-0.11') == 0 then
  vim.notify_once('wit-lsp requires Neovim 0.11 or newer', vim.log.levels.WARN)
  return
end

vim.filetype.add({ extension = { wit = 'wit' } })
vim.lsp.enable('wit_lsp')
