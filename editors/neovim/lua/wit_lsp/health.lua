-- `:checkhealth wit_lsp`: whether the server is installed and running, and whether highlighting works.

local M = {}

function M.check()
  local health = vim.health
  health.start('wit-lsp')
  if vim.fn.has('nvim-0.11') == 0 then return health.error('Neovim 0.11 or newer is required') end
  local cmd = (vim.lsp.config.wit_lsp or {}).cmd
  local command = type(cmd) == 'table' and cmd[1] or 'wit-lsp'
  if vim.fn.executable(command) == 0 then
    health.error(('`%s` was not found on the path'):format(command), 'pip install wit-lsp, or set `cmd`: :help vim.lsp.config')
  else
    health.ok(vim.trim(vim.fn.system({ vim.fn.exepath(command), '--version' })))
  end
  local clients = vim.lsp.get_clients({ name = 'wit_lsp' })
  if #clients == 0 then
    health.info('no server is running: open a file whose `:set filetype?` is wit')
  else
    health.ok(('the server runs, and counts columns in %s'):format(clients[1].offset_encoding))
  end
  local ok, reason = require('wit_lsp.parser').register()
  if not ok then return health.warn('no colours: ' .. reason) end
  local fits, trouble = pcall(vim.treesitter.query.get, 'wit_lsp', 'highlights')
  if fits then
    health.ok('the parser is there, and the queries fit')
  else
    health.warn('no colours: the parser does not match this plugin: ' .. trouble)
  end
end

return M
