;;; -*- lexical-binding: t -*-
;; Plays a scenario in Emacs: emacs --batch -Q -L editors/emacs -l wit-mode -l emacs.el FILE STORY
;; FILE is edited in place; STORY is a case of scenario.json. The exit code is 0 if everything worked.

(require 'cl-lib)
(require 'eglot)
(require 'flymake)

(setq eglot-sync-connect 20 create-lockfiles nil make-backup-files nil)

(defvar story-file (pop command-line-args-left))
(defvar story (with-temp-buffer
                (insert-file-contents (pop command-line-args-left))
                (json-parse-buffer :object-type 'plist :array-type 'list)))

(defun fail (what &optional detail)
  (princ (format "FAIL %s: %S\n%s\n" what detail (buffer-string)))
  (kill-emacs 1))

(defun until (what condition)
  "Wait for CONDITION, while timers run and messages arrive."
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end) (fail what (shown)))
      (accept-process-output nil 0.02))))

(defun code (diagnostic)
  (plist-get (alist-get 'eglot-lsp-diag (flymake-diagnostic-data diagnostic)) :code))

(defun shown ()
  "The code and the text of each diagnostic, sorted by code."
  (sort (mapcar (lambda (each)
                  (list (code each)
                        (buffer-substring-no-properties (flymake-diagnostic-beg each) (flymake-diagnostic-end each))))
                (flymake-diagnostics))
        (lambda (a b) (string< (car a) (car b)))))

(defun shows (what expected)
  "Wait for exactly the EXPECTED diagnostics, and check that none follow after another answer."
  (setq expected (sort (copy-sequence expected) (lambda (a b) (string< (car a) (car b)))))
  (until what (lambda () (equal (shown) expected)))
  (jsonrpc-request (eglot-current-server) :textDocument/documentSymbol
                   (list :textDocument (list :uri (eglot-path-to-uri buffer-file-name))))
  (unless (equal (shown) expected) (fail what (shown)))
  (princ (format "ok %s\n" what)))

(defun choose (code title)
  (let ((diagnostic (cl-find code (flymake-diagnostics) :key #'code :test #'equal))
        (completing-read-function (lambda (&rest _) title))
        (last-nonmenu-event ?a)) ; a click would open a menu
    (goto-char (flymake-diagnostic-beg diagnostic))
    (eglot-code-actions (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic) "quickfix" t)))

(defun face (text)
  (save-excursion (goto-char (point-min)) (search-forward text) (get-text-property (match-beginning 0) 'face)))

(with-current-buffer (find-file-noselect story-file)
  (unless (eq major-mode 'wit-mode) (fail "the mode" major-mode))
  (font-lock-ensure)
  (unless (and (eq (face "interface") 'font-lock-keyword-face) (eq (face "http-error-code") 'font-lock-type-face)
               (eq (face "request") 'font-lock-function-name-face) (eq (face "list") 'font-lock-builtin-face))
    (fail "the colours" (mapcar #'face '("interface" "http-error-code" "request" "list"))))
  (let ((before (buffer-string)))
    (indent-region (point-min) (point-max))
    (unless (equal (buffer-string) before) (fail "the indents"))
    (set-buffer-modified-p nil))

  (apply #'eglot (eglot--guess-contact))
  (flymake-start)
  (let ((left (plist-get story :diagnostics)))
    (shows "each diagnostic once" left)
    (dolist (fix (plist-get story :fixes))
      (choose (plist-get fix :code) (plist-get fix :title))
      (setq left (cl-remove (plist-get fix :code) left :key #'car :test #'equal))
      (eglot--signal-textDocument/didChange) ; an idle timer does this in interactive use
      (shows (plist-get fix :title) left)))
  (unless (equal (buffer-string) (plist-get story :fixed)) (fail "the text"))
  (save-buffer)
  (shows "nothing after saving" nil)
  (eglot-shutdown (eglot-current-server)))
