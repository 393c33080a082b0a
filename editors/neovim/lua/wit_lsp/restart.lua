-- Restarts a server that died, up to `limit` times in `seconds`.

local M = { limit = 4, seconds = 180 }

local starts = {}

---@param code integer
---@param signal integer 15 if Neovim itself killed it: `client:stop(true)`
function M.ended(code, signal)
  vim.schedule(function()
    if (code == 0 and signal == 0) or signal == 15 or vim.v.exiting ~= vim.NIL then return end
    local now = vim.uv.now()
    starts = vim.tbl_filter(function(start) return now - start < M.seconds * 1000 end, starts)
    if #starts == M.limit then
      local what = signal ~= 0 and ('signal ' .. signal) or ('exit code ' .. code)
      vim.notify(
        ('wit-lsp ended again (%s) and is not restarted; `:lua vim.lsp.enable("wit_lsp")` starts it; log: %s'):format(
          what,
          vim.lsp.log.get_filename()
        ),
        vim.log.levels.ERROR
      )
      return
    end
    table.insert(starts, now)
    vim.lsp.enable('wit_lsp') -- also attaches to the open buffers, with their current text
  end)
end

return M
