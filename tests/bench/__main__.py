"""`make bench`: everything that is measured, with the targets beside the figures. By hand, on an idle machine."""

from tests.bench import check, server

check.run()
server.main()
