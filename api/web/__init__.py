"""The pages: the same addresses as the data, for those who read. `install` adds them to the application."""

from fastapi import FastAPI


def install(app: FastAPI) -> None:
    """Add the pages, their style sheet and the choice between page and data."""
    from starlette.staticfiles import StaticFiles

    from api.web import adding, curating, day, drawing, lists, pages, profiles, things
    from api.web.negotiating import Pages
    from api.web.rendering import static_folder

    for module in (pages, day, things, profiles, lists):
        app.include_router(module.router)
    for module in (curating, adding, drawing):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=static_folder()), name="static")
    app.add_middleware(Pages)
