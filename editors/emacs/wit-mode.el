;;; wit-mode.el --- WebAssembly Interface Types, with wit-lsp through eglot  -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "29.1"))

;;; Code:

(defvar eglot-server-programs)

(defvar wit-mode-syntax-table
  (let ((table (make-syntax-table)))
    (dolist (entry '((?/ . ". 124b") (?* . ". 23n") (?\n . "> b") (?- . "_") (?% . "_") (?< . ".") (?> . ".") (?= . "."))
                   table)
      (modify-syntax-entry (car entry) (cdr entry) table))))

(defvar wit-mode-font-lock
  `((,(regexp-opt '("as" "async" "constructor" "enum" "export" "flags" "func" "import" "include" "interface" "package"
                    "record" "resource" "static" "type" "use" "variant" "with" "world") 'symbols)
     . 'font-lock-keyword-face)
    (,(regexp-opt '("bool" "borrow" "char" "error-context" "f32" "f64" "future" "list" "map" "option" "own" "result"
                    "s16" "s32" "s64" "s8" "stream" "string" "tuple" "u16" "u32" "u64" "u8") 'symbols)
     . 'font-lock-builtin-face)
    ("\\_<\\(?:enum\\|flags\\|interface\\|record\\|resource\\|type\\|variant\\|world\\)[ \t]+\\([%a-zA-Z0-9-]+\\)"
     1 'font-lock-type-face)
    ("\\([%a-zA-Z0-9-]+\\)[ \t]*:[ \t]*\\(?:async[ \t]+\\|static[ \t]+\\)*func\\_>" 1 'font-lock-function-name-face)
    ("@\\(?:deprecated\\|external-id\\|since\\|unstable\\)\\_>" . 'font-lock-preprocessor-face)))

(defun wit-mode-indent-line ()
  "Indent this line by the number of brackets open at its start."
  (let ((depth (save-excursion (back-to-indentation)
                               (- (car (syntax-ppss)) (if (looking-at-p "[)}]") 1 0)))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to (* 2 (max 0 depth)))
      (save-excursion (indent-line-to (* 2 (max 0 depth)))))))

;;;###autoload
(define-derived-mode wit-mode prog-mode "WIT"
  "Major mode for WebAssembly Interface Types."
  (setq-local comment-start "// " comment-start-skip "//+ *" indent-line-function #'wit-mode-indent-line
              indent-tabs-mode nil tab-width 2 font-lock-defaults '(wit-mode-font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.wit\\'" . wit-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(wit-mode . ("wit-lsp"))))

(provide 'wit-mode)
;;; wit-mode.el ends here
