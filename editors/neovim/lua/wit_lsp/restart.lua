-- Starts the server again when it ended by itself, so often within so long a time and not more.

local M = { limit = 4, seconds = 180 }

local starts = {}

---@param code integer
---@param signal integer 15 where Neovim itself made an end of it: `client:stop(true)`
function M.ended(code, signal)
  vim.schedule(function()
    if (code == 0 and signal == 0) or signal == 15 or vim.v.exiting ~= vim.NIL then return end
    local now = vim.uv.now()
    starts = vim.tbl_filter(function(start) return now - start < M.seconds * 1000 end, starts)
    if #starts == M.limit then
      local what = signal ~= 0 and ('signal ' .. signal) or ('exit code ' .. code)
      vim.notify(
        ('wit-lsp ended again (%s) and is left so; `:lua vim.lsp.enable("wit_lsp")` starts it, the log is %s'):format(
          what,
          vim.lsp.log.get_filename()
        ),
        vim.log.levels.ERROR
      )
      return
    end
    table.insert(starts, now)
    vim.lsp.enable('wit_lsp') -- also for the buffers that are there, with the texts that they have now
  end)
end

return M
