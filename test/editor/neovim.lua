-- Run inside Neovim (0.7 or later) by neovim.mjs: opens files, lets the server speak, and prints what the editor shows as lines of JSON.
local function show(step)
  local all = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    for _, one in ipairs(vim.diagnostic.get(buffer)) do
      local lsp = one.user_data and one.user_data.lsp or {}
      table.insert(all, {
        file = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t'),
        line = one.lnum, column = one.col, code = one.code or lsp.code, message = one.message, source = one.source,
      })
    end
  end
  print(vim.fn.json_encode({ step = step, diagnostics = all }))
end

local function wait(what, is_true)
  if not vim.wait(20000, is_true, 20) then error('never came: ' .. what) end
end

local function count(name)
  local buffer = vim.fn.bufnr(name)
  return buffer < 0 and 0 or #vim.diagnostic.get(buffer)
end

local ok, problem = pcall(function()
  local root = os.getenv('PROJECT')
  local id = vim.lsp.start_client({
    name = 'clauselint',
    cmd = { os.getenv('NODE'), os.getenv('CLAUSELINT'), 'lsp', '--stdio' },
    root_dir = root,
    workspace_folders = { { uri = vim.uri_from_fname(root), name = 'project' } },
  })
  assert(id, 'no client')
  for _, name in ipairs({ 'config.ts', 'server.ts' }) do
    vim.cmd('edit ' .. root .. '/' .. name)
    vim.lsp.buf_attach_client(0, id)
  end
  wait('the finding', function() return count('server.ts') == 1 end)
  show('opened')

  -- A waiver through its code action, applied by the editor itself.
  local place = vim.diagnostic.get(vim.fn.bufnr('server.ts'))[1]
  local range = { start = { line = place.lnum, character = place.col }, ['end'] = { line = place.lnum, character = place.col } }
  local params = { textDocument = vim.lsp.util.make_text_document_params(), range = range, context = { diagnostics = {} } }
  local actions = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 10000)[id].result
  local waive
  for _, action in ipairs(actions) do if (action.kind or ''):find('suppressRule') then waive = action end end
  if not waive.edit then waive = vim.lsp.buf_request_sync(0, 'codeAction/resolve', waive, 10000)[id].result end
  vim.lsp.util.apply_workspace_edit(waive.edit, 'utf-16')
  -- As it stands it waives nothing: somebody has to answer for it.
  vim.cmd([[%s/owner=owner reason="reason"/owner=platform reason="the partner moves in May"/]])
  wait('the waiver to hold', function() return count('server.ts') == 0 end)
  show('waived')
  vim.cmd('undo 0')
  wait('the finding again', function() return count('server.ts') == 1 end)

  -- A change in one buffer moves what another shows.
  vim.api.nvim_buf_set_lines(vim.fn.bufnr('config.ts'), 0, 1, false, { "export const CIPHER = 'aes-256-gcm';" })
  wait('its end', function() return count('server.ts') == 0 end)
  show('moved')
end)
if not ok then
  print(vim.fn.json_encode({ step = 'failed', problem = tostring(problem) }))
  vim.cmd('cquit 1')
end
vim.cmd('qall!')
