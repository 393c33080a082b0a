vim.bo.commentstring = '// %s'
vim.bo.comments = ':///,://'
vim.bo.expandtab, vim.bo.shiftwidth, vim.bo.softtabstop = true, 2, 2
vim.b.undo_ftplugin = (vim.b.undo_ftplugin and vim.b.undo_ftplugin .. ' | ' or '')
  .. 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop<'

if vim.fn.has('nvim-0.11') == 1 and require('wit_lsp.parser').register() then
  -- Queries that do not match the parser raise an error: better no highlighting than no file.
  pcall(vim.treesitter.start, 0, 'wit_lsp')
end
