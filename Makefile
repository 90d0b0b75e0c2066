# Only relative paths, so that the project may live in a folder whose name holds spaces.
# The options travel through the environment: no shell ever reads their text.
override export POLE := $(value POLE)
override export EDITION := $(value EDITION)
override export FINANCEUR := $(value FINANCEUR)
override export CODE := $(value CODE)
override export FILE := $(value FILE)
override export ID := $(value ID)
override export MODULE := $(value MODULE)

PYTHON ?= python3
VENV := .venv/bin/python
RUNTIME := .venv/.installed-runtime
DEV := .venv/.installed-dev
INSTALL := $(VENV) -m pip install -qq --disable-pip-version-check --only-binary :all: --require-hashes
FAILED := { echo "L'installation a échoué. Vérifiez la connexion à internet, puis relancez." >&2; exit 4; }
COMPILE := $(VENV) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report demo check-data modeles purge trace secrecy verify publish catalogue new-indicator test lint mutation format bench lock clean

# A word that is no target and an option that nobody reads stop everything, told in French: after
# "make report 2024" or "make report edition=2024" the report of another year would be built.
TARGETS := $(shell sed -n 's/^\.PHONY: //p' Makefile)
OPTIONS := POLE EDITION FINANCEUR CODE FILE ID MODULE
SET := $(foreach name,$(.VARIABLES),$(if $(findstring command,$(origin $(name))),$(name)=))
UNKNOWN := $(filter-out $(TARGETS) $(RUNTIME) $(DEV),$(MAKECMDGOALS)) \
	$(filter-out PYTHON= VENV= SHELL= MAKEFLAGS= -*-%,$(SET))
ifneq ($(strip $(UNKNOWN)),)
$(shell $(PYTHON) -m pipeline.targets '$(TARGETS)' '$(OPTIONS)' \
	$(foreach word,$(UNKNOWN),'$(subst ','\'',$(word))') >&2)
$(error Rien n'a été fait)
endif

##@ Produire le rapport
report: $(RUNTIME) ## construit le rapport de data/raw (à défaut, celui du pôle de démonstration)
	@$(VENV) -m pipeline report --pole "$$POLE" --edition "$$EDITION" --financeur "$$FINANCEUR"

publish: $(RUNTIME) ## construit le rapport et fige l'édition dans le registre du pôle
	@$(VENV) -m pipeline publish --pole "$$POLE" --edition "$$EDITION" --financeur "$$FINANCEUR"

demo: $(RUNTIME) ## construit le rapport du pôle de démonstration, données fictives
	@$(VENV) -m pipeline report --pole data/demo --edition "$$EDITION" --financeur "$$FINANCEUR"

##@ Répondre d'un chiffre
trace: $(RUNTIME) ## remonte d'un code du rapport (CODE=INS-07) à ses requêtes et à ses lignes
	@$(VENV) -m pipeline trace --pole "$$POLE" --edition "$$EDITION" --code "$$CODE"

secrecy: $(RUNTIME) ## montre, pour vous seul, ce que le secret masque et pourquoi
	@$(VENV) -m pipeline secrecy --pole "$$POLE" --edition "$$EDITION"

verify: $(RUNTIME) ## refait le rapport FILE=rapport.pdf : identique, ou ce qui diffère
	@$(VENV) -m pipeline verify --pole "$$POLE" -- "$$FILE"

##@ Préparer les fichiers
check-data: $(RUNTIME) ## lit et vérifie les fichiers de data/raw, en quelques secondes, sans rapport
	@$(VENV) -m pipeline check-data --pole "$$POLE"

modeles: $(RUNTIME) ## écrit dans build/modeles les modèles vierges et le guide de remplissage
	@$(VENV) -m pipeline modeles

##@ Conserver et effacer
purge: $(RUNTIME) ## retire de l'édition EDITION= ce qui touche aux personnes, garde chiffres et empreintes
	@$(VENV) -m pipeline purge --pole "$$POLE" --edition "$$EDITION"

##@ Étendre le catalogue
catalogue: $(RUNTIME) ## écrit dans build/catalogue la liste des indicateurs : page, CSV et JSON
	@$(VENV) -m pipeline catalogue

new-indicator: $(RUNTIME) ## prépare un indicateur à remplir, avec son test (ID=theme/nom)
	@$(VENV) -m pipeline new-indicator --id "$$ID"

##@ Vérifier l'outil
# Modules are compiled once, even where the machine asks that nothing be kept: every process of
# the tests would compile them again.
test: $(DEV) ## installe ce qu'il faut, puis exécute tous les tests
	@PYTHONDONTWRITEBYTECODE= $(VENV) -m pytest -n 2 --dist worksteal

lint: $(DEV) ## relit le code : style, mise en forme, types
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy

mutation: $(DEV) ## retire une à une les lignes de la protection : un test doit échouer (MODULE=…)
	@$(VENV) -m tests.mutation $$MODULE

bench: $(DEV) ## mesure chaque étape, puis la lecture, puis le secret sur mille histoires
	@$(VENV) -m pipeline.bench.steps
	@$(VENV) -m pipeline.bench.reading
	@$(VENV) -m pipeline.bench.volume
	@$(VENV) -m pipeline.bench.secrecy

##@ Entretenir
format: $(DEV) ## met le code en forme
	@$(VENV) -m ruff check --fix --quiet .
	@$(VENV) -m ruff format .

lock: $(DEV) ## relève les versions et leurs empreintes dans les deux fichiers .lock
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## retire l'environnement et les caches ; les rapports de build/ restent
	@rm -rf .venv .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## affiche cette liste
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile
	@printf '\nOptions : EDITION=2024  POLE=dossier  FINANCEUR=fabrique-de-territoire  CODE=INS-07  FILE=rapport.pdf  ID=theme/nom\n'

# --- the environment, built once from the hashed lock files ---------------------------------

$(RUNTIME): requirements.lock
	@$(PYTHON) -m pipeline.system
	@echo "Installation de l'environnement (une seule fois, une à deux minutes)…"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements.lock || $(FAILED)
	@touch $@

$(DEV): requirements-dev.lock requirements.lock
	@$(PYTHON) -m pipeline.system --tests
	@echo "Installation de l'environnement de travail (une seule fois, quelques minutes)…"
	@$(PYTHON) -m venv .venv
	@$(INSTALL) -r requirements-dev.lock || $(FAILED)
	@touch $(RUNTIME) $@
