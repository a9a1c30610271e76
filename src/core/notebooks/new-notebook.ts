/** An empty notebook as Jupyter writes it. VS Code and Jupyter ask for a kernel when it is run. */
export const newNotebookText = `{
 "cells": [],
 "metadata": {
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
